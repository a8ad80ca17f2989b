/**
 * Parses the command line and runs one command without a broker or a web server.
 *
 * <p>May use: every other package.
 *
 * <p>Must not know: how the engines run.
 */
package io.percept.cli;
