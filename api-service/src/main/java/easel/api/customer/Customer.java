package easel.api.customer;

import easel.api.plan.Plan;

/// Who calls the API.
public record Customer(long id, String name, Plan plan, boolean active) {}
