package dev.flowruntime.expression;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts CEL into words, one at a time, so that a template can stop where its insertion ends. */
final class Lexer {
    static final int MAX_SOURCE = 4_000;

    private static final List<String> LONG_SYMBOLS = List.of("==", "!=", "<=", ">=", "&&", "||");
    private static final Set<String> BYTES = Set.of("b", "br", "rb");
    private static final String SYMBOLS = "()[]{}.,:?+-*/%<>!";

    private final String source;
    private final int begin;
    private int position;

    Lexer(String source, int begin) {
        this.source = source;
        this.begin = begin;
        this.position = begin;
    }

    Token next() {
        skipBlanks();
        int start = position;
        if (start - begin > MAX_SOURCE) {
            throw new ExpressionException("an expression has at most 4,000 characters", begin + 1);
        }
        if (start == source.length()) {
            return new Token(Token.Kind.END, "", start, start);
        }
        char c = source.charAt(start);
        if (isQuote(c)) {
            return string(false);
        }
        if (isNameStart(c) || c == '$') {
            return nameOrPrefixedString();
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        return symbol(c);
    }

    private void skipBlanks() {
        while (position < source.length()) {
            char c = source.charAt(position);
            if (c == '/' && peek(1) == '/') {
                int end = source.indexOf('\n', position);
                position = end < 0 ? source.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                position++;
            } else {
                return;
            }
        }
    }

    private Token symbol(char c) {
        for (String symbol : LONG_SYMBOLS) {
            if (source.startsWith(symbol, position)) {
                return token(Token.Kind.SYMBOL, position + 2);
            }
        }
        if (SYMBOLS.indexOf(c) < 0) {
            throw unexpected(c);
        }
        return token(Token.Kind.SYMBOL, position + 1);
    }

    private ExpressionException unexpected(char c) {
        String problem = switch (c) {
            case '=' -> "'=' has no meaning, equality is written ==";
            case '&' -> "'&' has no meaning, \"and\" is written &&";
            case '|' -> "'|' has no meaning, \"or\" is written ||";
            default ->
                c > ' ' && c < 0x7f
                        ? "unexpected character '" + c + "'"
                        : String.format("unexpected character U+%04X", source.codePointAt(position));
        };
        return new ExpressionException(problem, position + 1);
    }

    private Token nameOrPrefixedString() {
        int end = position + 1;
        while (end < source.length() && isNamePart(source.charAt(end))) {
            end++;
        }
        if (end < source.length() && isQuote(source.charAt(end))) {
            String prefix = source.substring(position, end).toLowerCase(Locale.ROOT);
            if (prefix.equals("r")) {
                position = end;
                return string(true);
            }
            if (BYTES.contains(prefix)) {
                throw new ExpressionException("there are no bytes in expressions, only text", position + 1);
            }
        }
        if (source.charAt(position) == '$' && end == position + 1) {
            throw new ExpressionException("'$' may only stand before a root, as in $vars.first_name", position + 1);
        }
        return token(Token.Kind.NAME, end);
    }

    private Token number() {
        int end = position;
        Token.Kind kind = Token.Kind.INTEGER;
        if (source.charAt(end) == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
            end = skipHexDigits(end + 2);
        } else {
            end = skipDigits(end);
            if (charAt(end) == '.' && isDigit(charAt(end + 1))) {
                kind = Token.Kind.FLOAT;
                end = skipDigits(end + 1);
            }
            if (charAt(end) == 'e' || charAt(end) == 'E') {
                kind = Token.Kind.FLOAT;
                boolean signed = charAt(end + 1) == '+' || charAt(end + 1) == '-';
                end = skipDigits(end + (signed ? 2 : 1));
            }
        }
        if (kind == Token.Kind.INTEGER && (charAt(end) == 'u' || charAt(end) == 'U')) {
            throw new ExpressionException("there are no unsigned numbers, leave out the 'u'", end + 1);
        }
        if (isNamePart(charAt(end))) {
            throw new ExpressionException("a number runs into a name", end + 1);
        }
        return token(kind, end);
    }

    private Token string(boolean raw) {
        StringLiteral literal = StringLiteral.read(source, position, raw);
        Token token = new Token(Token.Kind.STRING, literal.value(), position, literal.end());
        position = literal.end();
        return token;
    }

    private Token token(Token.Kind kind, int end) {
        Token token = new Token(kind, source.substring(position, end), position, end);
        position = end;
        return token;
    }

    private int skipDigits(int from) {
        int end = from;
        while (isDigit(charAt(end))) {
            end++;
        }
        return end;
    }

    private int skipHexDigits(int from) {
        int end = from;
        while (Character.digit(charAt(end), 16) >= 0 && charAt(end) < 0x7f) {
            end++;
        }
        return end;
    }

    private char peek(int ahead) {
        return charAt(position + ahead);
    }

    private char charAt(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
