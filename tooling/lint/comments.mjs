/** A rule drawn with characters: four or more in a row, alone or beside a title. */
const divider = /^[\s*]*([-=*#~─━═_/])\1{3,}|([-=*#~─━═_/])\2{3,}\s*$/;

/** @type {import("eslint").Rule.RuleModule} */
export const comments = {
  meta: {
    type: "suggestion",
    docs: { description: "No divider comments; a rule is switched off only with a reason." },
    schema: [],
    messages: {
      divider: "A divider comment marks a second file: move what follows into one of its own.",
      reason: "Say why the rule is switched off: `eslint-disable-next-line rule -- reason`.",
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (comment.loc == null) continue;
          if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) context.report({ loc: comment.loc, messageId: "reason" });
          else if (comment.value.split("\n").some((line) => divider.test(line))) context.report({ loc: comment.loc, messageId: "divider" });
        }
      },
    };
  },
};
