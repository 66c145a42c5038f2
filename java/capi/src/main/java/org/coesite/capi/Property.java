package org.coesite.capi;

/** What a model predicts: {@code coesite_property} of {@code coesite.h}, in its numbers. */
enum Property {
  /** Whatever there is. */
  ANY(0, "anything"),
  ENERGY(1, "energies"),
  DOS(2, "densities of states"),
  SHIELDING(3, "shielding tensors"),
  EFG(4, "field-gradient tensors"),
  /** Any other, of rank 2, of an element's atoms. */
  TENSOR(5, "tensors of atoms");

  private final int code;
  private final String words;

  Property(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /** What a model of tensors predicts, by the name of the column that it learnt. */
  static Property ofTensor(String column) {
    if (column.startsWith("ms")) {
      return SHIELDING;
    }
    return column.startsWith("efg") ? EFG : TENSOR;
  }

  /** For people. */
  String words() {
    return words;
  }

  int code() {
    return code;
  }

  /**
   * From the host's number.
   *
   * @throws CallException if this version knows none such
   */
  static Property of(int code) {
    for (Property property : values()) {
      if (property.code == code) {
        return property;
      }
    }
    throw CallException.argument("there is no property " + code);
  }
}
