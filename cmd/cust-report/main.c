/* cust-report: read everything back. */
#include "cmd/cust-report/verbs.h"

int main(int argc, char **argv)
{
    static const struct tool_verb verbs[] = {
        {{NULL,
          "",
          "the desk at a glance: a period beside the one before",
          0,
          0,
          OPT_REST_NONE,
          {tool_common, verbs_summary_opts}},
         verbs_summary},
        {{"list",
          "[QUERY]",
          "complaints that match; closed ones too",
          0,
          0,
          OPT_REST_OPERANDS,
          {tool_common, tool_listing, tool_reading}},
         verbs_list},
        {{"search",
          "WORDS",
          "complaints in which these words were said, best first",
          1,
          0,
          OPT_REST_OPERANDS,
          {tool_common, tool_listing, verbs_search_opts}},
         verbs_search},
        {{"show",
          "REF",
          "one complaint: at a glance, then every event",
          1,
          1,
          OPT_REST_NONE,
          {tool_common, verbs_show_opts}},
         verbs_show},
        {{"customer",
          "WHO",
          "one customer: their course, promises, money, every matter and contact",
          1,
          0,
          OPT_REST_OPERANDS,
          {tool_common, verbs_customer_opts}},
         verbs_customer},
    };
    static const struct tool tool = {.name = "cust-report",
                                     .purpose = "read everything back: one matter, the whole desk",
                                     .verbs = verbs,
                                     .n = sizeof verbs / sizeof verbs[0]};

    return tool_main(&tool, argc, argv);
}
