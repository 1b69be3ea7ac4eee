"""Your house rules as a paper, their wording checked."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import HtmlOption, OutputOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.paper import Chosen, paper_of, put


def run(
    context: Context,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
) -> Answer:
    """Your house rules as a paper to hang up or send. Wordings that forbid, threaten or demand are
    pointed out, with a positive way to say the same where there is one.
    """
    from valueback.record.wording import patterns
    from valueback.render.policies import policies_json, policies_page
    from valueback.render.service import practice_words
    from valueback.rules.wording import remarks

    practice = context.folder.practice
    words = practice_words(practice) | {"policies": [{"text": p.text} for p in practice.policy]}
    known = patterns(context.folder.template, practice.identity.locale)
    every = [pattern for table in known.values() for pattern in table]
    found = [(rule, remark) for rule in practice.policy for remark in remarks(rule.text, every)]
    paper = paper_of(context, "policies", "policies.md", words)
    folder = context.folder.path / "documents"
    path, text, remark = put(context, folder, paper, Chosen(html, pdf, output))
    saved = path is not None and not context.dry_run
    report = policies_json(
        found, path=None if path is None else str(path), saved=saved, languages=list(known)
    )
    if path is None:
        return Answer(report, lambda: text)
    wrote = f"{'Would write' if context.dry_run else 'Wrote'} {path}"
    wrote = f"{wrote}\n{remark}".rstrip()
    return Answer(report, lambda: policies_page(practice, found, wrote, list(known)), saved=saved)
