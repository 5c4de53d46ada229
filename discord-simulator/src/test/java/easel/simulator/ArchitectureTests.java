package easel.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "easel", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule nothingOfTheProductIsUsed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "easel.common..", "easel.api..", "easel.dispatcher..", "easel.worker..")
          .because("a mistake that both sides share would hide itself");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("easel.simulator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheWebServerAndTheGatewayKnowJetty =
      noClasses()
          .that()
          .resideOutsideOfPackages("..http..", "..gateway..")
          .and()
          .doNotHaveSimpleName("Simulator")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..")
          .because("a change of the web server must touch few places");
}
