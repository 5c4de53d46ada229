package easel.api.store;

import easel.common.store.ObjectStore;
import easel.common.store.StoreConnection;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The object store that pictures are kept in.
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  ObjectStore objectStore(@Value("${easel.store}") String address) {
    return StoreConnection.open(address);
  }
}
