/* cust-triage: show what must be handled first, and say why. */
#include "cmd/cust-triage/verbs.h"

int main(int argc, char **argv)
{
    static const struct tool_verb verbs[] = {
        {{NULL,
          "[QUERY]",
          "the queue, most urgent first",
          0,
          0,
          OPT_REST_OPERANDS,
          {tool_common, tool_listing, tool_reading}},
         verbs_queue},
        {{"explain",
          "REF",
          "why it has its priority",
          1,
          1,
          OPT_REST_NONE,
          {tool_common, verbs_explain_opts}},
         verbs_explain},
    };
    static const struct tool tool = {.name = "cust-triage",
                                     .purpose = "show what must be handled first, and say why",
                                     .verbs = verbs,
                                     .n = sizeof verbs / sizeof verbs[0]};

    return tool_main(&tool, argc, argv);
}
