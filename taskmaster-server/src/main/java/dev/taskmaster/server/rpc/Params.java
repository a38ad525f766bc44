package dev.taskmaster.server.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a call, taken as Python would take them.
///
/// @param values as [dev.taskmaster.server.xmlrpc] reads them
record Params(List<Object> values) {

    /// {@return a text}
    ///
    /// @throws RpcException INCORRECT_PARAMETERS if it is none
    String text(int index) throws RpcException {
        if (values.get(index) instanceof String text) {
            return text;
        }
        throw incorrect();
    }

    /// {@return a text, or a number as its digits}
    String textOrNumber(int index) throws RpcException {
        return switch (values.get(index)) {
            case String text -> text;
            case Long number -> number.toString();
            case Boolean flag -> flag ? "1" : "0";
            default -> throw incorrect();
        };
    }

    /// {@return a whole number, also one that is given as text, as Python's `int()` does}
    long number(int index) throws RpcException {
        try {
            return switch (values.get(index)) {
                case Long number -> number;
                case Boolean flag -> flag ? 1 : 0;
                case Double number -> number.longValue();
                case String text -> Long.parseLong(text.strip());
                default -> throw incorrect();
            };
        } catch (NumberFormatException e) {
            throw incorrect();
        }
    }

    /// {@return whether it is true; anything but nothing is, as in Python}
    boolean flag(int index, boolean standard) {
        if (index >= values.size()) {
            return standard;
        }
        return switch (values.get(index)) {
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Optional<?> nil -> nil.isPresent();
            default -> true;
        };
    }

    /// {@return an array}
    List<?> array(int index) throws RpcException {
        if (values.get(index) instanceof List<?> list) {
            return list;
        }
        throw incorrect();
    }

    private static RpcException incorrect() {
        return new RpcException(FaultCode.INCORRECT_PARAMETERS);
    }
}
