package easel.api.customer;

import easel.api.http.Listing;
import easel.api.http.Problem;
import easel.api.plan.Plan;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The operator's calls about customers and their keys.
@Tag(name = "customers")
@RestController
@RequestMapping("/api/v1/admin/customers")
class CustomerController {
  record NewCustomer(
      @NotBlank(message = "Name is required.")
          @Size(max = 200, message = "Name must not exceed 200 characters.")
          String name,
      @NotNull(message = "Plan is required: TRIAL, STANDARD, PRO or DEDICATED.") Plan plan) {}

  record CustomerEdit(
      @Nullable @Size(max = 200, message = "Name must not exceed 200 characters.") String name,
      @Nullable Plan plan,
      @Nullable Boolean active) {}

  record CustomerView(long id, String name, Plan plan, boolean active) {
    static CustomerView of(Customer customer) {
      return new CustomerView(customer.id(), customer.name(), customer.plan(), customer.active());
    }
  }

  /// @param apiKey shown once
  record NewCustomerView(long id, String name, Plan plan, boolean active, String apiKey) {}

  record KeyView(String id, Instant createdAt, @Nullable Instant revokedAt) {}

  /// @param apiKey shown once
  record NewKeyView(String id, String apiKey) {}

  private final Customers customers;

  CustomerController(Customers customers) {
    this.customers = customers;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  NewCustomerView create(@Valid @RequestBody NewCustomer body) {
    var created = customers.create(body.name().strip(), body.plan());
    var customer = created.customer();
    return new NewCustomerView(
        customer.id(),
        customer.name(),
        customer.plan(),
        customer.active(),
        created.key().shownOnce());
  }

  @GetMapping
  Listing<CustomerView> all() {
    return Listing.of(customers.all().stream().map(CustomerView::of).toList());
  }

  @GetMapping("/{id}")
  CustomerView one(@PathVariable long id) {
    return CustomerView.of(customers.require(id));
  }

  @PatchMapping("/{id}")
  CustomerView change(@PathVariable long id, @Valid @RequestBody CustomerEdit body) {
    var name = body.name();
    if (name != null && name.isBlank()) {
      throw Problem.invalid("name", "name-required", "Name must not be empty.");
    }
    var plan = body.plan();
    var active = body.active();
    return CustomerView.of(
        customers.change(
            id,
            customer ->
                new Customer(
                    customer.id(),
                    name == null ? customer.name() : name.strip(),
                    plan == null ? customer.plan() : plan,
                    active == null ? customer.active() : active)));
  }

  @PostMapping("/{id}/keys")
  @ResponseStatus(HttpStatus.CREATED)
  NewKeyView addKey(@PathVariable long id) {
    var key = customers.addKey(id);
    return new NewKeyView(key.publicPart(), key.shownOnce());
  }

  @GetMapping("/{id}/keys")
  Listing<KeyView> keys(@PathVariable long id) {
    return Listing.of(
        customers.keys(id).stream()
            .map(key -> new KeyView(key.id(), key.createdAt(), key.revokedAt()))
            .toList());
  }

  @DeleteMapping("/{id}/keys/{key}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeKey(@PathVariable long id, @PathVariable String key) {
    customers.revokeKey(id, key);
  }
}
