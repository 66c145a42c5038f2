package org.coesite.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CifTest {
  private static final String CUBIC =
      """
      data_test
      _cell_length_a 5.43(1)
      _cell_length_b 5.43
      _cell_length_c 5.43
      _cell_angle_alpha 90
      _cell_angle_beta 90.
      _cell_angle_gamma 90.00(2)
      """;
  private static final String SITES =
      """
      loop_
      _atom_site_label
      _atom_site_fract_x
      _atom_site_fract_y
      _atom_site_fract_z
      """;

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private List<Structure> readAll(String text, ReadOptions options) throws IOException {
    Path file = Files.writeString(folder.resolve("test.cif"), text);
    warnings.clear();
    return StructureReader.readAll(file, options.withWarnings(warnings::add));
  }

  private Structure read(String text) throws IOException {
    List<Structure> all = readAll(text, ReadOptions.DEFAULT);
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  void syntax() throws IOException {
    Structure s =
        read(
            """
            # a comment
            data_first block
            _title 'a dog's life' # comment after a value
            data_test
            _audit_text
            ;a text field
            loop_ _not_a_loop
            ;
            LOOP_ _atom_site_fract_x _atom_site.fract_Y
            _atom_site_fract_z _ATOM_SITE_LABEL _atom_site_type_symbol
            0.1472(3)
            .5 '-0.25' Si1 "Si4+"
            1/3 0 +1.0E-1 Weird
            O2-
            _cell_length_a 10 _cell_length_b 10 _cell_length_c 10
            _cell_angle_alpha 90 _cell_angle_beta 90 _cell_angle_gamma 90
            _space_group_name_H-M_alt 'P 1'
            loop_
            _other
            ? . 'x'
            """
                .replace("data_first block", "data_first"));
    assertArrayEquals(new int[] {14, 8}, s.species());
    assertArrayEquals(new double[] {1.472, 5, 7.5, 10 / 3.0, 0, 1}, s.positions(), 1e-12);
    assertEquals("test", s.info().get("name"));
    assertEquals("Weird", ((AtomProperty.Texts) s.atomProperties().get("label")).get(1, 0));
    assertEquals(List.of(), warnings);
  }

  @Test
  void severalBlocksAreSeveralStructures() throws IOException {
    String block = CUBIC + "_space_group_IT_number 1\n" + SITES + "Si1 0 0 0\n";
    List<Structure> all =
        readAll("data_global\n_x 1\n" + block + block.replace("test", "two"), ReadOptions.DEFAULT);
    assertEquals(2, all.size());
    assertEquals("two", all.get(1).info().get("name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_symmetry_space_group_name_Hall 'F 4d 2 3 -1d'|0",
        "_space_group_name_H-M_alt 'F d -3 m :1'|0",
        "_symmetry_space_group_name_H-M 'F d 3 m S'|0",
        "_space_group.name_Hall '-F 4vw 2vw 3'|0.125",
        "_symmetry_space_group_name_H-M Fd-3m|0.125",
        "_symmetry_Int_Tables_number 227|0.125",
        "_space_group_IT_number 227|0.125",
      })
  void diamondByAnyName(String symmetry, double x) throws IOException {
    Structure s = read(CUBIC + symmetry + "\n" + SITES + "Si " + x + " " + x + " " + x + "\n");
    assertEquals(8, s.atoms());
    boolean guessed = x > 0 && !symmetry.contains("Hall");
    assertEquals(guessed ? 1 : 0, warnings.size(), warnings.toString());
    assertTrue(!guessed || warnings.getFirst().contains("origin choice 2"));
  }

  @Test
  void listedOperationsRuleOverNames() throws IOException {
    Structure s =
        read(
            CUBIC
                + "_space_group_name_Hall 'P 2'\nloop_\n_space_group_symop_id\n"
                + "_space_group_symop_operation_xyz\n1 x,y,z\n2 '-x, -y, -z'\n"
                + SITES
                + "Si 0.1 0.1 0.1\n");
    assertEquals(2, s.atoms());
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("Hall"), warnings.getFirst());
  }

  @Test
  void specialPositionsAreMergedAndExact() throws IOException {
    Structure s =
        read(
            CUBIC.replace("gamma 90.00(2)", "gamma 120")
                + "_space_group_name_Hall '-P 6 2'\n"
                + SITES
                + "Si 0.3333 0.6667 0.0004\nO 0.3333 0.6666 0.25\n");
    // 2c and 4h of P 6/m m m
    assertEquals(6, s.atoms());
    assertEquals(0, s.position(0, 2), 1e-12);
    double third = 5.43 / 3;
    assertEquals(0, s.position(0, 0), 1e-9);
    assertEquals(2 * third * Math.sqrt(3) / 2, s.position(0, 1), 1e-9);
  }

  @Test
  void noSymmetryIsP1WithAWarning() throws IOException {
    assertEquals(1, read(CUBIC + SITES + "Si 0 0 0\n").atoms());
    assertTrue(warnings.getFirst().contains("P 1"), warnings.toString());
  }

  @Test
  void occupancies() throws IOException {
    String text =
        CUBIC
            + "_space_group_IT_number 1\n"
            + SITES
            + "_atom_site_occupancy\nSi1 0 0 0 0.25\nAl1 0 0 0 0.75(1)\nO1 0.5 0 0 1\nO2 0 .5 0 0\n"
            + "O3 0 0 .5 .\n";
    Structure s = readAll(text, ReadOptions.DEFAULT).getFirst();
    assertArrayEquals(new int[] {13, 8, 8}, s.species());
    assertEquals(0.75, ((AtomProperty.Numbers) s.atomProperties().get("occupancy")).get(0, 0));
    String said = warnings.toString();
    assertTrue(said.contains("Si1 is occupied to 0.25"), said);
    assertTrue(said.contains("Si1 gives way to Al1"), said);
    assertTrue(said.contains("O2 is empty"), said);
    CoesiteException e =
        assertThrows(
            CoesiteException.class,
            () ->
                readAll(
                    text,
                    ReadOptions.DEFAULT.withPartialOccupancy(ReadOptions.PartialOccupancy.REFUSE)));
    assertTrue(
        e.getMessage().contains("Si1") && e.getMessage().contains("line 15"), e.getMessage());
  }

  @Test
  void splitSites() throws IOException {
    // 0.4 angstrom on either side of a mirror plane, half occupied
    Structure s =
        read(
            CUBIC
                + "_space_group_name_Hall 'P -2'\n"
                + SITES
                + "_atom_site_occupancy\nO1 0.5 0 0.037 0.5\nSi1 0 0 0 1\n");
    assertArrayEquals(new int[] {8, 14}, s.species());
    assertTrue(warnings.toString().contains("O1 is split"), warnings.toString());
  }

  @Test
  void cartesianSites() throws IOException {
    String text =
        CUBIC + "_space_group_IT_number 1\n" + SITES.replace("fract", "Cartn") + "Si 1 2 -1\n";
    assertArrayEquals(new double[] {1, 2, 4.43}, read(text).positions(), 1e-12);
  }

  @Test
  void dummiesAndMissingCoordinatesAreLeftOut() throws IOException {
    Structure s =
        read(
            CUBIC
                + "_space_group_IT_number 1\n"
                + SITES
                + "_atom_site_calc_flag\nSi1 0 0 0 d\nX1 .1 .1 .1 dum\nH1 ? ? ? calc\n");
    assertEquals(1, s.atoms());
    assertEquals(2, warnings.size());
  }

  @Test
  void writtenAndRead() throws IOException {
    Structure s = read(CUBIC + "_space_group_name_Hall '-P 4 2 3'\n" + SITES + "Si .1 .2 .3\n");
    assertEquals(48, s.atoms());
    Path file = folder.resolve("out.cif.gz");
    StructureWriter.writeAll(file, List.of(s, s));
    List<Structure> back = StructureReader.readAll(file);
    assertEquals(2, back.size());
    assertArrayEquals(s.species(), back.get(1).species());
    assertArrayEquals(s.positions(), back.get(1).positions(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Si 0 0|whole rows|line 9",
        "OH1 0 0 0|names no element|line 14",
        "T1 0 0 0|tetrahedral|line 14",
        "Si 0 0 nan|not finite|line 14",
        "Si 0 0 zero|must be a number|line 14",
        "Si 0 0 0 _cell_length_a 3|given twice|line 14",
        "Si 0 0 0 Al 0 0 0.001|apart|line 1",
        "Si 0 0 'x|not closed|line 14",
        "Si 0 0 0 data_b _x|no value|",
      })
  void wrongSites(String sites, String part, String place) throws IOException {
    String text = CUBIC + "_space_group_IT_number 1\n" + SITES + sites.replace(" data", "\ndata");
    if (part.equals("no value")) {
      assertEquals(1, read(text + "\n").atoms());
      return;
    }
    CoesiteException e = assertThrows(CoesiteException.class, () -> read(text + "\n"));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains(place), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "_space_group_name_Hall 'Q 1'|not a Hall symbol",
        "_space_group_name_H-M_alt 'P 9'|not a known Hermann-Mauguin symbol",
        "_space_group_IT_number 231|no space group",
        "_space_group_name_H-M_alt 'P 6/m m m'|do not fit",
        "_space_group_name_Hall 'P 6'|do not fit",
        "loop_ _symmetry_equiv_pos_as_xyz x,y,z -y,x,z|not a group",
        "loop_ _symmetry_equiv_pos_as_xyz x,y,z x,y,q|not a symmetry operation",
        "loop_ _symmetry_equiv_pos_as_xyz -x,-y,-z|lack the identity",
      })
  void wrongSymmetry(String symmetry, String part) {
    CoesiteException e =
        assertThrows(
            CoesiteException.class, () -> read(CUBIC + symmetry + "\n" + SITES + "Si 0 0 0\n"));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains("line "), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"length_a,0", "length_b,-5", "angle_alpha,180", "angle_gamma,0", "length_c,inf"})
  void impossibleCells(String parameter, String value) {
    String text =
        CUBIC.replaceAll("_cell_" + parameter + " .*", "_cell_" + parameter + " " + value);
    assertThrows(CoesiteException.class, () -> read(text + SITES + "Si 0 0 0\n"));
    String missing = CUBIC.replaceAll("_cell_" + parameter + " .*", "");
    CoesiteException e =
        assertThrows(CoesiteException.class, () -> read(missing + SITES + "Si 0 0 0\n"));
    assertTrue(e.getMessage().contains("lacks _cell_" + parameter), e.getMessage());
  }

  @Test
  void filesWithoutAtoms() {
    CoesiteException e = assertThrows(CoesiteException.class, () -> read(CUBIC));
    assertTrue(e.getMessage().contains("no data block has atoms"), e.getMessage());
    assertThrows(CoesiteException.class, () -> read("nothing of the kind\n"));
    assertThrows(CoesiteException.class, () -> read("data_x\n_y\n;open text\n"));
  }
}
