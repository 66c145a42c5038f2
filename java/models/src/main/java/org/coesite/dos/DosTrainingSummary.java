package org.coesite.dos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What training says of a model in its file. */
final class DosTrainingSummary {
  private final String source;
  private final DosSettings settings;
  private final DosCommittee committee;

  DosTrainingSummary(String source, DosSettings settings, DosCommittee committee) {
    this.source = source;
    this.settings = settings;
    this.committee = committee;
  }

  Map<String, Object> of(DosTrainingResult result) {
    EnergyGrid grid = result.parameters().code().grid();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("data", source);
    summary.put("method", settings.method().toString());
    Map<String, Object> window = new LinkedHashMap<>();
    window.put("asked_for", settings.window().toString());
    window.put("low_eV", rounded(grid.start()));
    window.put("high_eV", rounded(grid.end()));
    summary.put("window", window);
    summary.put("leave_one_out", errors(result.train()));
    summary.put("test", errors(result.test()));
    if (committee.members() > 0) {
      Map<String, Object> calibration = new LinkedHashMap<>();
      calibration.put("curve_factor", rounded(committee.curveScale()));
      calibration.put("fermi_factor", rounded(committee.levelScale()));
      calibration.put("leave_one_out", coverage(result.coverage()));
      calibration.put("test", coverage(result.testCoverage()));
      summary.put("calibration", calibration);
    }
    return summary;
  }

  private static List<Map<String, Object>> errors(List<DosErrors> errors) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (DosErrors error : errors) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("group", error.group());
      row.put("structures", error.structures());
      for (DosMeasure measure : DosMeasure.values()) {
        row.put(measure.column(), rounded(measure.of(error)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, Object>> coverage(List<DosCoverage> coverage) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (DosCoverage each : coverage) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("quantity", each.quantity());
      row.put("structures", each.structures());
      row.put("within_one_percent", rounded(100 * each.one()));
      row.put("within_two_percent", rounded(100 * each.two()));
      row.put("factor_left", rounded(each.factor()));
      rows.add(row);
    }
    return rows;
  }

  private static Object rounded(double value) {
    return Double.isFinite(value) ? Math.round(1e4 * value) / 1e4 : "none";
  }
}
