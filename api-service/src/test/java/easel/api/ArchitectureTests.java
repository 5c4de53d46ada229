package easel.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "easel", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule servicesMeetOnlyInTheContract =
      noClasses()
          .that()
          .resideInAPackage("easel.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("easel.dispatcher..", "easel.worker..", "easel.simulator..")
          .because("services meet only in the contract");

  @ArchTest
  static final ArchRule nobodyHereKnowsDiscord =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.dv8tion..")
          .because("only workers talk to Discord");

  @ArchTest
  static final ArchRule onlyRowsSpeakSql =
      noClasses()
          .that()
          .resideInAPackage("easel.api..")
          .and()
          .haveSimpleNameNotEndingWith("Rows")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework.jdbc.core..")
          .because("a change of the schema must be found by looking at *Rows");

  @ArchTest
  static final ArchRule onlyConsumersAndPublishersTouchAmqp =
      noClasses()
          .that()
          .resideInAPackage("easel.api..")
          .and()
          .resideOutsideOfPackages(
              "easel.api.broker..",
              "easel.api.outage..",
              "easel.api.relay..",
              "easel.api.reply..",
              "easel.api.ask..",
              "easel.api.account..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.rabbitmq..", "org.springframework.amqp..")
          .because("what is published and consumed must be found in few places");

  @ArchTest
  static final ArchRule onlyFewPackagesKnowRedisson =
      noClasses()
          .that()
          .resideInAPackage("easel.api..")
          .and()
          .resideOutsideOfPackages(
              "easel.api.directory..",
              "easel.api.rate..",
              "easel.api.change..",
              "easel.api.outage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.redisson..", "io.github.bucket4j..")
          .because("a change of the Redis client must touch few packages");

  @ArchTest
  static final ArchRule onlyPicturesAreUnpacked =
      noClasses()
          .that()
          .resideInAPackage("easel.api..")
          .and()
          .resideOutsideOfPackage("easel.api.picture..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.imageio..", "java.awt..", "com.twelvemonkeys..")
          .because("how much memory is taken by what comes from outside is bounded in one place");

  @ArchTest
  static final ArchRule onlyOutboundCallsWhatCustomersName =
      noClasses()
          .that()
          .resideInAPackage("easel.api..")
          .and()
          .resideOutsideOfPackage("easel.api.outbound..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..")
          .because("whoever calls an address of a customer must pass the guard");

  @ArchTest
  static final ArchRule controllersAreNotPublic =
      classes()
          .that()
          .haveSimpleNameEndingWith("Controller")
          .should()
          .bePackagePrivate()
          .because("nobody but HTTP calls a controller");

  @ArchTest
  static final ArchRule packagesAreFreeOfTangles =
      slices()
          .matching("easel.api.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a feature must be readable without all others");

  @ArchTest
  static final ArchRule theRootHoldsOnlyTheApplication =
      classes()
          .that()
          .resideInAPackage("easel.api")
          .should()
          .haveSimpleName("ApiApplication")
          .orShould()
          .haveSimpleName("package-info")
          .because("whatever does something belongs to a feature");
}
