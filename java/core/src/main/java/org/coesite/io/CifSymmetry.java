package org.coesite.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.symmetry.HallSymbol;
import org.coesite.symmetry.SpaceGroups;
import org.coesite.symmetry.SymmetryGroup;
import org.coesite.symmetry.SymmetryOperation;

/**
 * The symmetry of a data block: the operations it lists, or else those of its Hall symbol, its
 * Hermann-Mauguin symbol or its number in the International Tables.
 */
final class CifSymmetry {
  private static final String[] OPERATIONS = {
    "_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"
  };
  private static final String[] HALL = {
    "_space_group_name_hall", "_symmetry_space_group_name_hall"
  };
  private static final String[] NAME = {
    "_space_group_name_h-m_alt",
    "_symmetry_space_group_name_h-m",
    "_space_group_name_h-m_full",
    "_space_group_name_h-m"
  };
  private static final String[] NUMBER = {
    "_space_group_it_number",
    "_symmetry_int_tables_number",
    "_symmetry_space_group_int_tables_number"
  };
  private static final double TOLERATED = 1e-3;
  private static final double IMPOSSIBLE = 0.02;

  private final CifBlock block;
  private final Cell cell;
  private final TextLines lines;
  private final Consumer<String> warnings;

  CifSymmetry(CifBlock block, Cell cell, TextLines lines, Consumer<String> warnings) {
    this.block = block;
    this.cell = cell;
    this.lines = lines;
    this.warnings = warnings;
  }

  SymmetryGroup group() {
    SymmetryGroup group = listed();
    if (group == null) {
      group = named();
    }
    double misfit = group.misfit(cell);
    if (misfit > IMPOSSIBLE) {
      throw lines.errorAt(
          block.line(), "the symmetry operations do not fit the cell's lengths and angles");
    }
    if (misfit > TOLERATED) {
      warnings.accept("the symmetry operations distort the cell a little; is it complete?");
    }
    return group;
  }

  private SymmetryGroup listed() {
    for (String tag : OPERATIONS) {
      List<CifBlock.Value> column = block.column(tag);
      List<SymmetryOperation> operations = new ArrayList<>();
      for (CifBlock.Value value : column) {
        if (!value.missing()) {
          operations.add(at(value, SymmetryOperation::parse));
        }
      }
      if (!operations.isEmpty()) {
        SymmetryGroup group = at(column.getFirst(), text -> SymmetryGroup.of(operations));
        compareWithHall(group);
        return group;
      }
    }
    return null;
  }

  private void compareWithHall(SymmetryGroup group) {
    CifBlock.Value hall = block.value(HALL);
    if (hall == null) {
      return;
    }
    try {
      if (!HallSymbol.parse(hall.text()).equals(group)) {
        warnings.accept(
            "the symmetry operations are not those of the Hall symbol "
                + TextLines.quoted(hall.text())
                + "; the operations are used");
      }
    } catch (CoesiteException e) {
      warnings.accept(e.getMessage());
    }
  }

  private SymmetryGroup named() {
    CifBlock.Value hall = block.value(HALL);
    if (hall != null) {
      return at(hall, HallSymbol::parse);
    }
    CifBlock.Value name = block.value(NAME);
    if (name != null) {
      return found(at(name, text -> SpaceGroups.byName(text, cell)));
    }
    CifBlock.Value number = block.value(NUMBER);
    if (number != null) {
      return found(at(number, text -> SpaceGroups.byNumber(number(text), cell)));
    }
    warnings.accept("no symmetry is given; P 1 was assumed");
    return SymmetryGroup.P1;
  }

  private SymmetryGroup found(SpaceGroups.Found found) {
    if (found.assumption() != null) {
      warnings.accept("no symmetry operations are given; " + found.assumption());
    }
    return found.setting().group();
  }

  private static int number(String text) {
    Long number = Numbers.whole(text);
    return number == null || number > 230 ? 0 : Math.toIntExact(number);
  }

  private interface Reading<T> {
    T of(String text);
  }

  private <T> T at(CifBlock.Value value, Reading<T> reading) {
    try {
      return reading.of(value.text());
    } catch (CoesiteException e) {
      throw lines.errorAt(value.line(), e.getMessage());
    }
  }
}
