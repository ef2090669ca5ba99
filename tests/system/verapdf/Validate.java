import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Runs the veraPDF engine: {@code Validate FLAVOUR[,FLAVOUR...] FILE...}.
 *
 * <p>Standard output is one line for each finding, then one for each file and flavour, tab-separated, files by number:
 * <pre>
 *   failure  flavour  file  message
 *   done     flavour  file  conforms|fails
 * </pre>
 * Exit status 0 means that every file was judged, whatever the verdict.
 */
public final class Validate {
  private record Broken(int times, String message, String first) {
    Broken again() {
      return new Broken(times + 1, message, first);
    }
  }

  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String id : args[0].split(",")) {
      PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
      if (flavour == PDFAFlavour.NO_FLAVOUR) throw new IllegalArgumentException("no such flavour: " + id);
      ValidationProfile profile = profile(flavour, id);
      for (int number = 0; number + 1 < args.length; number++) {
        List<String> failures = failures(Path.of(args[number + 1]), flavour, profile);
        for (String failure : failures) line("failure", id, number, failure);
        line("done", id, number, failures.isEmpty() ? "conforms" : "fails");
      }
    }
  }

  private static void line(String kind, String flavour, int file, String text) {
    System.out.println(kind + "\t" + flavour + "\t" + file + "\t" + text.replaceAll("\\s+", " ").strip());
  }

  private static List<String> failures(Path file, PDFAFlavour flavour, ValidationProfile profile) throws Exception {
    Map<String, Broken> broken = new LinkedHashMap<>();
    boolean conforms;
    try (InputStream stream = Files.newInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 50, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      conforms = result.isCompliant();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() != TestAssertion.Status.FAILED) continue;
        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
        String where = assertion.getLocation() == null ? "" : assertion.getLocation().getContext();
        Broken now = new Broken(1, assertion.getMessage(), where);
        broken.merge(rule, now, (before, same) -> before.again());
      }
    } catch (org.verapdf.core.VeraPDFException unreadable) {
      return List.of("cannot be read: " + unreadable.getMessage());
    }
    List<String> found = new ArrayList<>();
    broken.forEach((rule, it) ->
        found.add(rule + ", " + it.times + " times: " + it.message + " (first at " + it.first + ")"));
    if (!conforms && found.isEmpty()) found.add("does not conform; the engine gave no rule");
    return found;
  }

  /** Reads a profile by DOM: the jar carries the profiles, but not the XML binding that veraPDF reads them with. */
  private static ValidationProfile profile(PDFAFlavour flavour, String id) throws Exception {
    String name = id.startsWith("ua") ? "PDFUA-" + id.substring(2) : "PDFA-" + id.toUpperCase(Locale.ROOT);
    Element root;
    try (InputStream stream = PDFAFlavour.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
      if (stream == null) throw new IllegalArgumentException("the jar has no profile " + name);
      root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
    }
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element rule : children(children(root, "rules").get(0), "rule")) rules.add(rule(rule));
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element parent : children(root, "variables"))
      for (Element variable : children(parent, "variable"))
        variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
            text(variable, "defaultValue"), text(variable, "value")));
    return Profiles.profileFromValues(
        flavour, Profiles.profileDetailsFromValues(id, id, id, new Date(0)), "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = children(rule, "id").get(0);
    Element error = children(rule, "error").get(0);
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element parent : children(error, "arguments"))
      for (Element argument : children(parent, "argument"))
        arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), argument.getAttribute("name"), null));
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
        rule.getAttribute("object"),
        rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
        rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), arguments), new ArrayList<>());
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling())
      if (node instanceof Element element && element.getTagName().equals(name)) found.add(element);
    return found;
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
