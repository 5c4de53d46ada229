package easel.common.topology;

/// The kind of RabbitMQ queue that lanes and hand-overs are (`EASEL_QUEUE_TYPE`).
public enum QueueType {
  QUORUM,
  CLASSIC
}
