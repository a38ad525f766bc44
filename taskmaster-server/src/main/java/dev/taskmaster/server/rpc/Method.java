package dev.taskmaster.server.rpc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A method that clients can call.
///
/// @param name with its namespace
/// @param text what it does, in a sentence
/// @param params its parameters
/// @param required how many of them must be given
/// @param result what it returns
/// @param body what it does
record Method(String name, String text, List<Param> params, int required, Param result, Body body) {

    /// A parameter or a result.
    ///
    /// @param type `int`, `boolean`, `string`, `array` or `struct`
    /// @param name its name; empty for a result
    /// @param text what it is
    record Param(String type, String name, String text) {}

    /// What a method does.
    @FunctionalInterface
    interface Body {
        /// @return a value as [dev.taskmaster.server.xmlrpc] writes it
        /// @throws RpcException to answer with a fault
        Object call(Params params) throws RpcException, IOException, InterruptedException;
    }

    /// {@return the help, in the form of supervisord's}
    String help() {
        var help = new StringBuilder(" ").append(text).append("\n\n");
        for (var param : params) {
            help.append("        @param %s %s  %s\n".formatted(param.type, param.name, param.text));
        }
        return help.append(
                        "        @return %s result  %s\n        "
                                .formatted(result.type, result.text))
                .toString();
    }

    /// {@return the type of the result and then those of the parameters}
    List<String> signature() {
        var types = new ArrayList<String>();
        types.add(result.type);
        params.forEach(param -> types.add(param.type));
        return types;
    }

    Object call(List<Object> values) throws RpcException, IOException, InterruptedException {
        if (values.size() < required || values.size() > params.size()) {
            throw new RpcException(FaultCode.INCORRECT_PARAMETERS);
        }
        return body.call(new Params(values));
    }

    /// The same by another name.
    Method as(String alias) {
        return new Method(alias, text, params, required, result, body);
    }

    static Builder named(String name, String text) {
        return new Builder(name, text);
    }

    /// Puts a method together.
    static final class Builder {
        private final String name;
        private final String text;
        private final List<Param> params = new ArrayList<>();
        private int required;

        private Builder(String name, String text) {
            this.name = name;
            this.text = text;
        }

        Builder param(String type, String paramName, String paramText) {
            params.add(new Param(type, paramName, paramText));
            required++;
            return this;
        }

        Builder optional(String type, String paramName, String paramText) {
            params.add(new Param(type, paramName, paramText));
            return this;
        }

        Method returns(String type, String resultText, Body body) {
            return new Method(
                    name,
                    text,
                    List.copyOf(params),
                    required,
                    new Param(type, "", resultText),
                    body);
        }
    }
}
