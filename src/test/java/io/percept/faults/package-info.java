/**
 * The fault suite: Percept and its broker in processes of their own, faults that are put upon them, and a checker that compares
 * what was produced with what was published. docs/reliability.md says what it proves; CONTRIBUTING.md how to run it.
 */
package io.percept.faults;
