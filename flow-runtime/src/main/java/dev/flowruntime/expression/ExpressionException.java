package dev.flowruntime.expression;

public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExpressionException(String m) {
        super(m);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
