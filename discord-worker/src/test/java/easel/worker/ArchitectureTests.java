package easel.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.http.HttpRequest;

@AnalyzeClasses(packages = "easel.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule onlyTheGatewayKnowsJda =
      noClasses()
          .that()
          .resideOutsideOfPackage("..gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.dv8tion.jda..", "okhttp3..")
          .because("a change in Discord's client must touch one package");

  @ArchTest
  static final ArchRule onlyTheDiscordClientPosts =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("easel.worker.send.HttpDiscordClient")
          .should()
          .callMethod(HttpRequest.Builder.class, "POST", HttpRequest.BodyPublisher.class)
          .because("no second client may repeat a POST (P2): what this one does is tested");

  @ArchTest
  static final ArchRule onlyClaimsKnowSql =
      noClasses()
          .that()
          .resideOutsideOfPackages("..claim..", "..wiring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework.jdbc..")
          .because("what decides P2 and P3 must be readable in one place");

  @ArchTest
  static final ArchRule connectionsAreHeldByClaimsAndLeases =
      noClasses()
          .that()
          .resideOutsideOfPackages("..claim..", "..partition..", "..wiring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
          .because("a job is decided in plain Java and written by claims alone");

  @ArchTest
  static final ArchRule consumersAndPublishersAloneTouchAmqp =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..broker..", "..reply..", "..handover..", "..check..", "..wiring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.rabbitmq..", "org.springframework.amqp..")
          .because("an account must be testable without a broker");

  @ArchTest
  static final ArchRule matchingIsPlainJava =
      noClasses()
          .that()
          .resideInAPackage("..track..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "..track..", "easel.common..", "org.jspecify..")
          .because("to which job a picture belongs (P7) is decided without input or output");

  @ArchTest
  static final ArchRule noOtherService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("easel.api..", "easel.dispatcher..", "easel.simulator..")
          .because("services share the contract in common alone");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("easel.worker.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a feature must be readable without those that build on it");
}
