package easel.worker.claim;

/// Says on whose authority a claim is written: a write with a bygone epoch changes nothing.
public record Fence(int partition, long epoch) {}
