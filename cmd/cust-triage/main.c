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
        {{"score",
          "< TEXTS",
          "what the rules and models say of texts, one a line; no desk",
          0,
          0,
          OPT_REST_NONE,
          {tool_common, tool_listing}},
         verbs_score},
        {{"train",
          "SIGNAL|category < LABELLED > MODEL",
          "learn a model from lines of LABEL TAB TEXT; no desk",
          1,
          1,
          OPT_REST_NONE,
          {tool_common}},
         verbs_train},
        {{"eval",
          "SIGNAL|category < LABELLED",
          "how well a model does on lines of LABEL TAB TEXT; no desk",
          1,
          1,
          OPT_REST_NONE,
          {tool_common, tool_listing, verbs_eval_opts}},
         verbs_eval},
    };
    static const struct tool tool = {.name = "cust-triage",
                                     .purpose = "show what must be handled first, and say why",
                                     .verbs = verbs,
                                     .n = sizeof verbs / sizeof verbs[0]};

    return tool_main(&tool, argc, argv);
}
