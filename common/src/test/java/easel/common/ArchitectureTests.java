package easel.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "easel.common", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule theContractKnowsNoFramework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "javax.sql..",
              "com.rabbitmq..",
              "net.dv8tion..")
          .because("what crosses a process boundary must not drag a service's tools with it");

  @ArchTest
  static final ArchRule theContractKnowsNoService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("easel.api..", "easel.dispatcher..", "easel.worker..")
          .because("services meet only in the contract");

  @ArchTest
  static final ArchRule onlyWhatLivesInRedisKnowsRedisson =
      noClasses()
          .that()
          .resideOutsideOfPackages("..slot..", "..directory..", "..redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.redisson..")
          .because("a change of the Redis client must touch three packages at most");

  @ArchTest
  static final ArchRule onlyCryptoKnowsTink =
      noClasses()
          .that()
          .resideOutsideOfPackage("..crypto..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.crypto..")
          .because("how secrets are sealed is decided in one place");

  @ArchTest
  static final ArchRule onlyTheStoreKnowsS3 =
      noClasses()
          .that()
          .resideOutsideOfPackage("..store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..")
          .because("where pictures lie is decided in one place");

  @ArchTest
  static final ArchRule onlyTheWireWritesJson =
      noClasses()
          .that()
          .doNotHaveSimpleName("Wire")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tools.jackson..")
          .because("there is one JSON form of what crosses a process boundary");

  @ArchTest
  static final ArchRule packagesAreFreeOfTangles =
      slices().matching("easel.common.(*)..").should().beFreeOfCycles();
}
