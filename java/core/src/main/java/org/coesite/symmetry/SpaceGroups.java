package org.coesite.symmetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;

/**
 * The 530 settings of the 230 space groups (International Tables B, table A1.4.2.7), found by
 * number or Hermann-Mauguin symbol. Thread-safe.
 */
public final class SpaceGroups {
  /** Above the rounding of cell parameters, below any wrong crystal system's misfit. */
  private static final double MISFIT = 0.02;

  private static final List<SpaceGroupSetting> SETTINGS = load();

  private SpaceGroups() {}

  /**
   * A setting that was looked for.
   *
   * @param setting what was found
   * @param assumption what had to be assumed, as a sentence for the user; null where nothing was
   */
  public record Found(SpaceGroupSetting setting, String assumption) {}

  /** All settings, by number, the standard one of each group first. */
  public static List<SpaceGroupSetting> settings() {
    return SETTINGS;
  }

  private static List<SpaceGroupSetting> load() {
    List<SpaceGroupSetting> settings = new ArrayList<>();
    try (InputStream stream = SpaceGroups.class.getResourceAsStream("space-groups.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\\|", -1);
          settings.add(
              new SpaceGroupSetting(
                  Integer.parseInt(fields[0]),
                  fields[1],
                  fields[2],
                  List.of(fields[3].split(" = ", -1))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(settings);
  }

  /**
   * The setting of a number that fits a cell.
   *
   * @throws CoesiteException if there is no such number
   */
  public static Found byNumber(int number, Cell cell) {
    List<SpaceGroupSetting> candidates = matching(setting -> setting.number() == number);
    if (candidates.isEmpty()) {
      throw new CoesiteException("no space group has number " + number + "; they run to 230");
    }
    return choose("number " + number, candidates, cell);
  }

  /**
   * The setting of a Hermann-Mauguin symbol, short or full, spaced or not, that fits a cell. Origin
   * and axes may follow as {@code :1}, {@code :2}, {@code :H}, {@code :R} or, as in the ICSD,
   * {@code S} and {@code Z} for origins 1 and 2.
   *
   * @throws CoesiteException if the symbol is unknown
   */
  public static Found byName(String name, Cell cell) {
    String key = key(name);
    String choice = "";
    int colon = key.indexOf(':');
    if (colon > 0) {
      choice = key.substring(colon + 1).toUpperCase(Locale.ROOT);
      key = key.substring(0, colon);
    }
    List<SpaceGroupSetting> candidates = named(key);
    String suffix = key.isEmpty() ? "" : key.substring(key.length() - 1);
    if (candidates.isEmpty() && !suffix.isEmpty() && "hrsz".contains(suffix)) {
      candidates = named(key.substring(0, key.length() - 1));
      choice = Map.of("h", "H", "r", "R", "s", "1", "z", "2").getOrDefault(suffix, "");
    }
    if (candidates.isEmpty()) {
      throw new CoesiteException("'" + name + "' is not a known Hermann-Mauguin symbol");
    }
    String wanted = choice;
    List<SpaceGroupSetting> chosen =
        candidates.stream().filter(setting -> isChoice(setting.choice(), wanted)).toList();
    return choose(name, chosen.isEmpty() ? candidates : chosen, cell);
  }

  private static boolean isChoice(String choice, String wanted) {
    boolean origin = wanted.equals("1") || wanted.equals("2");
    return origin ? choice.startsWith(wanted) : choice.equalsIgnoreCase(wanted);
  }

  private static List<SpaceGroupSetting> named(String key) {
    return matching(setting -> setting.names().stream().anyMatch(n -> key(n).equals(key)));
  }

  private static String key(String name) {
    return name.replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
  }

  private static List<SpaceGroupSetting> matching(Predicate<SpaceGroupSetting> wanted) {
    return SETTINGS.stream().filter(wanted).collect(Collectors.toCollection(ArrayList::new));
  }

  /** The first that fits the cell; of two origins the inversion centre. */
  private static Found choose(String asked, List<SpaceGroupSetting> candidates, Cell cell) {
    List<SpaceGroupSetting> fitting =
        candidates.stream()
            .filter(setting -> setting.group().misfit(cell) < MISFIT)
            .sorted(Comparator.comparingInt(setting -> setting.choice().startsWith("1") ? 1 : 0))
            .toList();
    if (fitting.isEmpty()) {
      throw new CoesiteException(
          "the cell's lengths and angles do not fit the space group " + asked);
    }
    SpaceGroupSetting chosen = fitting.getFirst();
    if (fitting.size() == 1) {
      return new Found(chosen, null);
    }
    String assumed =
        chosen.choice().startsWith("2")
            ? "origin choice 2, on the inversion centre,"
            : "the setting " + chosen.name();
    return new Found(chosen, assumed + " was assumed for the space group " + asked);
  }
}
