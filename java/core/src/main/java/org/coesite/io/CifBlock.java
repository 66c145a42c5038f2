package org.coesite.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One data block of a CIF: tags with their values, of which those in loops have several. */
final class CifBlock {
  /** A value and where it stands. */
  record Value(String text, long line) {
    /** Whether the file has nothing to say: {@code ?} or {@code .}, not in quotes. */
    boolean missing() {
      return text == null;
    }
  }

  private final String name;
  private final long line;
  private final Map<String, List<Value>> columns = new HashMap<>();

  private CifBlock(String name, long line) {
    this.name = name;
    this.line = line;
  }

  /** The name after {@code data_}. */
  String name() {
    return name;
  }

  /** Where the block starts. */
  long line() {
    return line;
  }

  /** All values of a tag, none if the block lacks it; the tag in lower case. */
  List<Value> column(String tag) {
    return columns.getOrDefault(tag, List.of());
  }

  /**
   * The one value of the first of some tags that the block has and that is not missing, or null.
   */
  Value value(String... tags) {
    for (String tag : tags) {
      for (Value value : column(tag)) {
        if (!value.missing()) {
          return value;
        }
      }
    }
    return null;
  }

  /** The next block, or null at the end of the file. */
  static CifBlock read(CifTokens tokens, TextLines lines) {
    CifToken token = tokens.next();
    while (token != null && token.kind() != CifToken.Kind.DATA) {
      if (token.kind() != CifToken.Kind.RESERVED) {
        throw lines.errorAt(
            token.line(), "expected data_, found " + TextLines.quoted(token.text()));
      }
      token = tokens.next();
    }
    if (token == null) {
      return null;
    }
    CifBlock block = new CifBlock(token.text(), token.line());
    while (tokens.peek() != null && tokens.peek().kind() != CifToken.Kind.DATA) {
      block.readItem(tokens, lines);
    }
    return block;
  }

  private void readItem(CifTokens tokens, TextLines lines) {
    CifToken token = tokens.next();
    switch (token.kind()) {
      case TAG -> {
        CifToken next = tokens.peek();
        boolean given = next != null && next.isValue();
        put(token, List.of(given ? value(tokens.next()) : new Value(null, token.line())), lines);
      }
      case LOOP -> readLoop(token, tokens, lines);
      case VALUE, QUOTED ->
          throw lines.errorAt(
              token.line(), "the value " + TextLines.quoted(token.text()) + " belongs to no tag");
      case DATA, RESERVED -> {}
    }
  }

  private void readLoop(CifToken loop, CifTokens tokens, TextLines lines) {
    List<CifToken> tags = new ArrayList<>();
    while (tokens.peek() != null && tokens.peek().kind() == CifToken.Kind.TAG) {
      tags.add(tokens.next());
    }
    List<Value> values = new ArrayList<>();
    while (tokens.peek() != null && tokens.peek().isValue()) {
      values.add(value(tokens.next()));
    }
    if (tags.isEmpty() || values.size() % tags.size() != 0) {
      throw lines.errorAt(
          loop.line(),
          "the loop has "
              + tags.size()
              + " tags and "
              + values.size()
              + " values, which fill no whole rows");
    }
    for (int c = 0; c < tags.size(); c++) {
      List<Value> column = new ArrayList<>();
      for (int i = c; i < values.size(); i += tags.size()) {
        column.add(values.get(i));
      }
      put(tags.get(c), column, lines);
    }
  }

  private void put(CifToken tag, List<Value> values, TextLines lines) {
    if (columns.putIfAbsent(tag.text(), values) != null) {
      throw lines.errorAt(tag.line(), tag.text() + " is given twice in this data block");
    }
  }

  private static Value value(CifToken token) {
    boolean missing =
        token.kind() == CifToken.Kind.VALUE
            && (token.text().equals("?") || token.text().equals("."));
    return new Value(missing ? null : token.text(), token.line());
  }
}
