package dev.flowruntime.form;

import dev.flowruntime.document.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The options of a field or a choice: read, and turned into the rules of what is chosen among them. */
final class Options {
    static final String MEMBER = "options";

    private Options() {}

    static List<Option> read(Members owner) {
        Set<String> values = new HashSet<>();
        List<Option> options = owner.each(MEMBER, option -> read(option, values));
        if (owner.list(MEMBER).isEmpty()) {
            owner.error(MEMBER, "needs at least one option");
        }
        return options;
    }

    private static Option read(Members members, Set<String> values) {
        Option option = new Option(members.requiredText("value"), members.requiredText("label"));
        members.refuseUnknown();
        if (members.value("value") instanceof String value) {
            if (Texts.isBlank(value)) {
                members.error("value", "must not be blank");
            } else if (!values.add(value)) {
                members.error("value", "another option has the same value: " + value);
            }
        }
        return option;
    }

    static Rule<String> oneOf(List<Option> options) {
        return Texts.oneOf(options.stream().map(Option::value).distinct().toList(), "must be one of the options");
    }

    /** Several of the options, none of them twice. */
    static ValueRules<List<String>> several(List<Option> options, List<Rule<List<String>>> more) {
        Rule<List<String>> once = new Rule<>(
                chosen -> new HashSet<>(chosen).size() == chosen.size(),
                "must not have the same option twice",
                "uniqueItems",
                true);
        List<Rule<List<String>>> rules = new ArrayList<>();
        rules.add(once);
        rules.addAll(more);
        return new ValueRules<>(Kinds.listOf(new ValueRules<>(Kinds.OPTION, List.of(oneOf(options)))), rules);
    }
}
