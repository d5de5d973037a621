package dev.flowruntime.token;

import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** The public suffix list: names below which strangers have their names. */
final class PublicSuffixes {
    // No rule of the list names this label, so it stands for any label that a rule with a wildcard takes.
    private static final String ANY_LABEL = "any--label.";

    private PublicSuffixes() {}

    /**
     * Whether the names right below a host belong to strangers: a suffix of the list ({@code co.uk}, {@code github.io}), a
     * name of one label that the list does not know, or one of which each child is a suffix ({@code kawasaki.jp}).
     */
    static boolean isSharedByStrangers(String host) {
        PublicSuffixMatcher list = PublicSuffixMatcherLoader.getDefault();
        if (!list.matches("co.uk")) { // the loader goes on without its list when it is missing
            throw new IllegalStateException("the public suffix list of httpclient5 is not on the class path");
        }
        return list.matches(host) || list.matches(ANY_LABEL + host);
    }
}
