package easel.api.database;

/// The schema is as this version expects it: background work may begin.
public record SchemaReady() {}
