package easel.dispatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "easel.dispatcher", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule onlyLaneKnowsRabbitMq =
      noClasses()
          .that()
          .resideOutsideOfPackage("..lane..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.rabbitmq..", "org.springframework.amqp..")
          .because("decisions must be testable without a broker");

  @ArchTest
  static final ArchRule decisionsDoNotKnowRedis =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Head")
          .or()
          .haveSimpleNameStartingWith("Waiting")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.redisson..", "easel.dispatcher.lane..")
          .because("the decision is plain Java; places and turns are handed to it");

  @ArchTest
  static final ArchRule nothingOfSpringInDecisions =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Head")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..")
          .because("the decision is plain Java");

  @ArchTest
  static final ArchRule noOtherService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("easel.api..", "easel.worker..", "easel.simulator..")
          .because("services share the contract in common alone");

  @ArchTest
  static final ArchRule noDatabaseAndNoKeys =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "easel.common.crypto..")
          .because("dispatchers own no data and never open a token");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("easel.dispatcher.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a feature must be readable without those that build on it");
}
