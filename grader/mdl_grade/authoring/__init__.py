"""For authors: new exercises, generated files, and the proofs that an exercise judges rightly."""
