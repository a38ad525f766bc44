/// A web application that supervises its helpers and shows how they are.
package dev.taskmaster.examples.embedded;
