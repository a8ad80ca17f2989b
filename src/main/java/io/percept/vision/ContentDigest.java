package io.percept.vision;

/** SHA-256 of an image's bytes as they came, in hexadecimal. Equal bytes give equal pixels and equal embeddings. */
public record ContentDigest(String hex) {}
