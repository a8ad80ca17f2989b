/**
 * The harness behind {@code percept bench}: contenders that do the same work side by side, and the table of numbers that the
 * design is held to. It may use everything, since it drives the service as it ships; nothing uses it but the command line.
 */
package io.percept.cli.bench;
