package org.coesite.tensors;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.learn.TrainingListener;

/** Chooses the features of lambda = 0, 1, 2 among environments. */
final class FeatureSelection {
  private static final List<Integer> LAMBDAS = List.of(0, 1, 2);

  /** Of random product channels. */
  private static final long SEED = 1;

  private FeatureSelection() {}

  /**
   * Chooses features on some sites, and computes those of all.
   *
   * @param train the sites that are looked at
   * @param most features of each lambda
   */
  static SiteFeatures choose(
      SiteExpansions expansions,
      int[] train,
      TensorVariant variant,
      int most,
      Backend backend,
      TrainingListener listener) {
    SiteExpansions known = expansions.of(train);
    ChannelMixing components =
        new MixingSelection(known, variant.chemistry()).choose(variant.channels());
    boolean channelwise = variant.productChannels() > 0;
    ChannelMixing mixing =
        channelwise ? components.random(variant.productChannels(), SEED) : components;
    ProductSelection selection = new ProductSelection(known, mixing, backend);
    List<LambdaFeatures> chosen = new ArrayList<>();
    for (int lambda : LAMBDAS) {
      listener.progress("features", lambda, LAMBDAS.size());
      ProductSet all =
          channelwise
              ? ProductSet.channelwise(lambda, mixing.maxAngular(), mixing.channels())
              : ProductSet.all(lambda, mixing.maxAngular(), mixing.channels());
      // a channel times itself makes no antisymmetric tensor
      if (all.size() > 0 || !channelwise) {
        chosen.add(selection.choose(all, most));
      }
    }
    listener.progress("features", LAMBDAS.size(), LAMBDAS.size());
    TensorFeatures spec =
        new TensorFeatures(expansions.basis(), expansions.species(), mixing, chosen);
    return SiteFeatures.of(expansions, spec, backend);
  }
}
