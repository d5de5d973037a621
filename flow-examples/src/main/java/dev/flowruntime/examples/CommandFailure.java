package dev.flowruntime.examples;

import dev.flowruntime.FlowException;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.store.StoreException;
import picocli.CommandLine;

/** A command could not do what it was asked; the message is for the person who called it. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was given cannot be worked with: options, files, documents. */
    static final int BAD_INPUT = 2;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Tells what is wrong with the options, and where to read more, without burying it under all of that. */
    static int handle(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println(failure.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return BAD_INPUT;
    }

    /** Tells expected failures in a few words, and others with their stack trace. */
    static int handle(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof CommandFailure || failure instanceof DocumentException) {
            command.getErr().println(failure.getMessage());
            return BAD_INPUT;
        }
        if (failure instanceof FlowException || failure instanceof StoreException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
