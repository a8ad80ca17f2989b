package io.percept.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Warnings, and more where asked for, to the standard error, nothing to the standard output: that belongs to the command's answer. */
final class CliLogging {

    /** Held, since the platform forgets the level of a logger that nobody holds. */
    private static final java.util.logging.Logger ENGINES = java.util.logging.Logger.getLogger("io.percept");

    private CliLogging() {}

    /** @param verbosity 0 for warnings, 1 for all that Percept and its engines say, 2 for everything of every library */
    static void configure(int verbosity) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%-5level %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(verbosity > 1 ? Level.ALL : verbosity > 0 ? Level.INFO : Level.WARN);
        root.addAppender(console);
        // DJL looks for CUDA in vain on every machine without it.
        context.getLogger("ai.djl").setLevel(verbosity > 1 ? Level.ALL : Level.ERROR);
        if (verbosity > 0) {
            context.getLogger("io.percept").setLevel(verbosity > 1 ? Level.ALL : Level.DEBUG);
        }
        // The engines log through the platform; what does not pass its own levels never comes to the bridge.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        ENGINES.setLevel(verbosity > 0 ? java.util.logging.Level.ALL : java.util.logging.Level.WARNING);
    }
}
