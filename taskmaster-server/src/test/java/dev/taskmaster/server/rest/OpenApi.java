package dev.taskmaster.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The description of the interface, and whether things are as it says.
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final Map<String, Object> document;

    OpenApi() {
        try (var yaml = RestApi.class.getResourceAsStream("openapi.yaml")) {
            document = new Yaml().load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return all operations, such as `GET /processes`}
    Set<String> operations() {
        var operations = new TreeSet<String>();
        map(document.get("paths"))
                .forEach(
                        (path, item) ->
                                map(item).keySet().stream()
                                        .filter(METHODS::contains)
                                        .forEach(
                                                m -> operations.add(m.toUpperCase() + " " + path)));
        return operations;
    }

    /// Checks an answer against what the operation may answer.
    void check(String method, String path, int status, String contentType, String body) {
        var operation = map(map(map(document.get("paths")).get(path)).get(method.toLowerCase()));
        var response = map(resolved(map(operation.get("responses")).get(String.valueOf(status))));
        var where = method + " " + path + " " + status;
        var media = contentType.replaceAll(";.*", "");
        assertThat(map(response.get("content"))).as(where).containsKey(media);
        var schema = map(map(response.get("content")).get(media)).get("schema");
        if (schema != null) {
            check(where, schema, new Yaml().load(body));
        }
    }

    /// Checks a value against the schema of that name.
    void check(String schema, Object value) {
        check(schema, Map.of("$ref", "#/components/schemas/" + schema), value);
    }

    private void check(String where, Object given, Object value) {
        var schema = map(resolved(given));
        if (schema.get("oneOf") instanceof List<?> some) {
            check(where, some.get(value == null ? 1 : 0), value);
            return;
        }
        if (schema.get("enum") instanceof List<?> values) {
            assertThat(values.contains(value)).as(where + ": " + value).isTrue();
        }
        var types = schema.get("type");
        if (types != null) {
            var allowed = types instanceof List<?> list ? list : List.of(types);
            assertThat(
                            allowed.contains(type(value))
                                    || allowed.contains("number") && value instanceof Number)
                    .as(where + ": " + value + " is no " + allowed)
                    .isTrue();
        }
        if (value instanceof List<?> list && schema.containsKey("items")) {
            list.forEach(item -> check(where + "[]", schema.get("items"), item));
        }
        if (value instanceof Map<?, ?> && schema.containsKey("properties")) {
            var properties = map(schema.get("properties"));
            assertThat(map(value).keySet()).as(where).isSubsetOf(properties.keySet());
            map(value).forEach((k, v) -> check(where + "." + k, properties.get(k), v));
        }
        if (value instanceof Map<?, ?> && schema.get("required") instanceof List<?> required) {
            required.forEach(name -> assertThat(map(value)).as(where).containsKey((String) name));
        }
    }

    private static String type(Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Integer _, Long _ -> "integer";
            case Number _ -> "number";
            case List<?> _ -> "array";
            default -> "object";
        };
    }

    private Object resolved(Object node) {
        if (!(node instanceof Map<?, ?> map) || !(map.get("$ref") instanceof String ref)) {
            return node;
        }
        Object found = document;
        for (var part : ref.substring(2).split("/")) {
            found = map(found).get(part);
        }
        assertThat(found).as(ref).isNotNull();
        return found;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
