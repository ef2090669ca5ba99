"""Every code that the program can report, once, with its severity, its meaning and its usual cure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops every build and export, a warning stops them under `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem: `means` explains it to a newcomer, `cure` is what usually mends it."""

    severity: Severity
    means: str
    cure: str


def _errors(**rows: tuple[str, str]) -> dict[str, Kind]:
    return {code.replace("_", "-"): Kind(Severity.ERROR, *row) for code, row in rows.items()}


def _warnings(**rows: tuple[str, str]) -> dict[str, Kind]:
    return {code.replace("_", "-"): Kind(Severity.WARNING, *row) for code, row in rows.items()}


KINDS: dict[str, Kind] = {
    # files and YAML
    **_errors(
        file_unreadable=("A file of the case cannot be opened.", "Check that it is there and may be read."),
        file_too_large=("A file is larger than the program reads.", "Split it into smaller files."),
        file_empty=("A file of the case holds nothing.", "Write its content, or delete the file."),
        file_binary=("A YAML file holds bytes that are no text.", "Save it as plain text in UTF-8."),
        file_not_utf8=("A YAML file is not in UTF-8.", "Save it again as UTF-8."),
        path_leaves_case=(
            "A path or symbolic link points out of the case folder.",
            "Keep every file of the case inside its folder, as a regular file.",
        ),
        yaml_syntax=("The YAML cannot be read.", "Mend the YAML at this line."),
        yaml_tab=("A tab stands in a YAML file.", "Use spaces instead of the tab."),
        yaml_tag=(
            "A YAML tag such as `!!str` is used.",
            "Remove the tag and, if it is meant as text, quote the value.",
        ),
        yaml_alias_budget=(
            "Anchors and aliases expand to more than the small number allowed.",
            "Write the values out instead of repeating them by alias.",
        ),
        yaml_too_deep=("The YAML is nested deeper than any case needs.", "Flatten it."),
        yaml_null=(
            "A key has no value.",
            "Give it a value, write '' quoted if empty text is meant, or delete the key.",
        ),
        yaml_cut=(
            "An unquoted value is cut by ` #`: YAML reads the rest as a comment.",
            "Quote the value, or put two spaces before a comment.",
        ),
        yaml_documents=("A file holds more than one YAML document, or none.", "Keep exactly one document in it."),
        duplicate_key=("The same key stands twice in one mapping.", "Keep one of the two."),
        wrong_type=("A value is of another form than the key takes.", "Write it in the form the message names."),
        unknown_key=("A key that the case format does not know.", "Correct its spelling, or remove it."),
        missing_key=("A required key is missing.", "Add it."),
        unknown_choice=("A value outside the list the key allows.", "Use one of the values the message lists."),
        bad_date=("A date that is not YYYY, YYYY-MM or YYYY-MM-DD.", "Write only the part that is known."),
        bad_text=("Text with control characters.", "Remove them."),
        unknown_format=("The case is of a format this version does not read.", "Set `format: 1`."),
        folder_not_empty=("A case cannot be begun in a folder that holds something.", "Name a folder that is new."),
        case_not_found=("There is no `case.yml` here or above.", "Go into a case folder, or name it with --case."),
        unknown_code=("No problem has this code.", "`dossier explain` without a code lists them all."),
        no_such_source=("The case has no source of this id.", "Use one of the ids the message lists."),
        no_such_language=(
            "There is no catalogue of a document's own words in this language.",
            "Give `--language` with one of the languages listed, without a region (`fr`, not `fr-CA`).",
        ),
        no_such_person=("No person of this id has a `dossier:` in the case.", "Use one of the ids the message lists."),
        bad_editions=(
            "The editions of a case are no list from public to internal.",
            "Write `editions:` from `public` to `internal` with `authority` between, further ones where they belong.",
        ),
        bad_id=("An id that cannot be used.", "Use a-z, 0-9, - and . and start and end with a letter or digit."),
        bad_name=(
            "A dataset name or prefix that FollowTheMoney cannot use.",
            "Use a-z, 0-9 and _ (name) or - (prefix).",
        ),
        bad_person_name=(
            "A name of an author or reviewer that cannot be used.",
            "Use a-z, 0-9 and . _ @ + - as in reviews/allowed_signers, 64 characters at most.",
        ),
        duplicate_id=("Two things of the case have the same id.", "Rename one of them."),
        rename_refused=("An id cannot be changed as asked.", "Do as the message says."),
        id_names_withheld=("An id contains the name of a person who is withheld.", "Use an id such as victim-1."),
    ),
    # lists
    **_errors(
        list_unreadable=("A published list cannot be read, or says not of which day it is.", "Fetch it again."),
        nobody_to_screen=("The case has nobody who can be compared with a list.", "Add a nominee or official."),
        screening_invalid=("A file in `screening/` is not of the right form.", "Run `dossier screen` again."),
        verdict_refused=("A verdict cannot be written as asked.", "Do as the message says."),
    ),
    **_warnings(
        screening_undecided=(
            "A record of a list may be a person of the case, and nobody has said whether it is.",
            "Look at both, and say so with `dossier verdict`.",
        ),
        screening_stale=(
            "A record has changed since a verdict was given on it.",
            "Look again, and correct the verdict.",
        ),
        screening_outdated=("A person has changed since the screening.", "Run `dossier screen` with the list again."),
    ),
    **_warnings(
        not_imported=(
            "`dossier import` left out a record or a value of the file. The record's whole text stays in the capture.",
            "Write it by hand, with its citation, if the case needs it.",
        ),
    ),
    **_errors(
        import_refused=("A file of entities cannot be imported as asked.", "Do as the message says."),
    ),
    **_warnings(
        address_leads_to_names=(
            "The address of a source is shown where names in its text are withheld: whoever follows it reads them.",
            "Give the address `edition: internal`, unless anybody finds the page by its words anyway.",
        ),
        undeclared_name=(
            "What prints of a source may name a person whom the case does not have: nobody decided who may read it.",
            "Run `dossier names --undeclared`: it shows the words, and writes your answers for all of them at once.",
        ),
        name_hardly_withheld=(
            "A withheld name is looked for in fewer forms than others: it is very short, or in a script without rules.",
            "Read what prints for it, and list the forms that stand there under `withhold:`.",
        ),
        exception_unused=(
            "An exception for a shared name excepts nothing.",
            "Write one word that is in a name of both, and the id of whom it is borne by; or remove the exception.",
        ),
        unknown_file=("A file in the case that nothing reads.", "Move it elsewhere, or give it the ending .yml."),
    ),
    # FollowTheMoney
    **_errors(
        unknown_schema=("A schema that FollowTheMoney does not have.", "Use a schema of FollowTheMoney."),
        schema_not_used=("A schema that a case cannot contain.", "See the list of schemata in docs/case-format.md."),
        unknown_property=("A property that the schema does not have.", "Correct its spelling."),
        value_dropped=("A value FollowTheMoney would silently drop.", "Write it in the form the property takes."),
        value_changed=(
            "A value FollowTheMoney would silently change.",
            "Write exactly what is known, in the form kept.",
        ),
        value_too_long=("A value longer than FollowTheMoney keeps.", "Shorten it."),
        missing_property=("A property that the schema requires is missing.", "Add it."),
        wrong_range=("A reference to a thing of the wrong schema.", "Refer to a thing of the schema named."),
        topic_refused=(
            "A topic that would make consumers take its bearer for a target, or that marks a withheld person.",
            "Remove it; the export gives `poi` itself to those with `publish: true` and an act of their own.",
        ),
        sanction_unsourced=(
            "A Sanction that is not shown to be in force or to have been: without an authority, without a citation, or "
            "with a status that no listing has.",
            "Record only what an authority has imposed: `authority`, `cite`, and a status such as `active` or `ended`; "
            "a call for sanctions is an act link with the attribution `call`.",
        ),
        dangling_reference=("A reference to something that is not in the case.", "Correct the id, or add the thing."),
    ),
    "consequences-left-out": Kind(
        Severity.NOTE,
        "A file cannot be read; what refers to it is not told as a mistake of its own, and findings are not judged.",
        "Mend the file, and check again.",
    ),
    "newest-capture-differs": Kind(
        Severity.NOTE,
        "The newest capture of a source does not hold excerpts that an older one holds: the source was changed.",
        "Ask why; say so in the dossier if it matters. The excerpts stay verified in the capture they were read in.",
    ),
    "value-normalised": Kind(
        Severity.NOTE, "A value FollowTheMoney writes in another form that means the same.", "Nothing needs to be done."
    ),
    # persons and harm
    **_errors(
        missing_category=(
            "A Person without a category.",
            "Add `person:` with nominee, official, victim, witness, source or other.",
        ),
        consent_withdrawn=(
            "Somebody took back the consent to be kept in the case.",
            "Remove the person from the case, and from what is quoted.",
        ),
        private_in_case=(
            "A name of the private folder stands in the case.",
            "Write the label instead; what names the person belongs into the private folder.",
        ),
        private_needed=(
            "The internal edition names somebody whose name is not in the case.",
            "Name the folder that has it with --private.",
        ),
        private_not_found=("There is no private folder where --private says.", "Correct the path."),
        shared_name=(
            "Somebody withheld and something shown share a word of their names, and nothing says so.",
            "Write under `also_borne_by:` of the one withheld which word it is, by whom it is borne too, and why.",
        ),
        shared_name_whole=(
            "What is shown has a name that names somebody withheld: no exception can be made of that.",
            "Give the one shown a `label:` and a narrower `edition:`, or a name that tells them apart.",
        ),
        names_not_confirmed=(
            "A spelling cannot be written into the case as asked.",
            "Confirm what `dossier names` proposes, or write it by hand.",
        ),
        missing_label=("A withheld person without a label.", "Add `label:`, such as `label: Victim A`."),
        leak=("A withheld name stands where an edition would show it.", "Replace the name by the person's label."),
        leak_found=(
            "A file made or looked at holds the name of a withheld person, in some spelling.",
            "Look at the place. What stands under `withhold:` is replaced; `dossier names` proposes spellings for it.",
        ),
        leak_unreadable=(
            "A file, or a part of it, cannot be looked into: nobody can say what it names.",
            "Leave it out, or give it in a form that opens without a password.",
        ),
        context_linked=(
            "An act is listed as an act of others and linked to the person as well.",
            "Keep it under `acts:` or under `context:`, not both.",
        ),
        act_without_attribution=(
            "A nominee or official is tied to an act by a bare property.",
            "Remove it and write the tie under the person's `acts:`, with an attribution.",
        ),
        dossier_of_withheld=(
            "A dossier is asked of a person who is withheld.",
            "Only a nominee or official gets a dossier.",
        ),
    ),
    # evidence
    **_errors(
        capture_unreadable=(
            "A capture cannot be read as its media type.",
            "Supply the file again, or correct media_type.",
        ),
        encoding_unknown=(
            "A text is not in UTF-8, and does not say in what encoding it is.",
            "Name it: `dossier capture --encoding cp1251`, or `encoding: cp1251` with the capture in source.yml.",
        ),
        capture_changed=(
            "The bytes of a capture are not those that were pinned.",
            "Restore the file; add changed bytes as a further capture of the source.",
        ),
        text_changed=("The stored text of a capture was altered.", "Restore it, or delete it and run `dossier pin`."),
        text_unconfirmed=(
            "A stored text was made by another extractor than today's, which reads the capture otherwise: nothing that"
            " rests on it is approved, signed or sent.",
            "Run `dossier capture --retext SOURCE`: it says what would move, and takes the newer text.",
        ),
        capture_empty=("A capture holds nothing, or no text.", "Get the document again; look into it before."),
        capture_truncated=("A capture is cut off or damaged.", "Get the file again, whole."),
        capture_encrypted=(
            "A capture opens only with a password.",
            "Save a copy without the password; keep the original beside it, and say so in a `note:`.",
        ),
        capture_bomb=(
            "A packed capture unpacks to more than any document holds.",
            "Unpack it elsewhere, with care, and take the document itself.",
        ),
        marks_heaped=(
            "A text heaps more marks (accents) on one letter than any script does: it would take hours to compare.",
            "Take the marks out of a file of the case; of a capture, capture another rendering of the document.",
        ),
        capture_altered=(
            "A web archive's own digests do not fit its content.",
            "Get the archive again from whoever made it.",
        ),
        capture_type_unknown=(
            "The bytes of a capture are of no type that is read.",
            "Save it as PDF, DOCX, HTML, MHTML, EML, WARC or plain text.",
        ),
        capture_type_contradicted=(
            "The bytes of a capture are not what its name or its server says.",
            "Look into it; if it is the document, give the file the right ending.",
        ),
        origin_contradicted=(
            "What is said of a source's origin contradicts what the case has.",
            "Name the origin that the case has, or correct `origin:` or `independent:` in source.yml.",
        ),
        capture_refused=("A source cannot be taken as asked.", "See the message."),
        address_refused=("An address that is not fetched.", "Save the page in a browser and capture the file."),
        not_fetched=(
            "A server did not give the document.",
            "Try again later, or save the page in a browser and capture the file.",
        ),
        source_not_editable=("A source.yml that cannot be extended by lines.", "Write it in by hand."),
        source_edited=("A source.yml was changed while a command worked on it.", "Run the command again."),
        custody_invalid=(
            "A custody record does not fit the capture it is of.",
            "Restore the record and the file; a record is never edited by hand.",
        ),
        text_breaks=(
            "A newer text of a capture does not hold excerpts that the stored one holds.",
            "Keep the stored text, or take the newer one with --accept and quote again.",
        ),
        lock_invalid=(
            "A lock file cannot be trusted: it is not as the program writes it.",
            "Delete it and run `dossier pin`.",
        ),
        quotation_ambiguous=("A quotation stands more than once in its source.", "Quote more of the sentence."),
        quotation_drifted=(
            "A quotation is near, but not identical to, words of its source.",
            "Quote the source again, exactly.",
        ),
        quotation_typeset=(
            "A quotation differs from its source in typesetting alone: digits set high or low, brackets of a footnote, "
            "the length of a dash, the end of a line.",
            "Write it as the source does, or quote it again with `dossier excerpt … --as-in-source`.",
        ),
        quotation_absent=(
            "A quotation does not stand in its source.",
            "Quote the source exactly, or remove the excerpt.",
        ),
    ),
    **_warnings(
        custody_differs=(
            "A custody record says otherwise than source.yml, or nothing of the stored text.",
            "Write into source.yml what the record says, or say in a `note:` why not; `dossier pin` adds the text.",
        ),
        custody_missing=(
            "A capture is named as `dossier capture` names what it takes in, and its custody record is gone.",
            "Restore it from the case's history: it cannot be made again. A file put in by hand has another name.",
        ),
        text_older=(
            "A newer extractor reads a capture otherwise than its stored text.",
            "Run `dossier capture --retext SOURCE` to see what would move.",
        ),
        text_not_compared=(
            "What reads a capture is not installed, or cannot read it here, so that its stored text is taken unseen.",
            "Install what the message says; without it nothing of the capture can be approved or sent.",
        ),
        quotation_moved=("A quotation stands elsewhere than pinned.", "Read it there, then run `dossier pin`."),
        box_differs=("A quotation stands elsewhere on its page than pinned.", "Run `dossier pin`."),
        excerpt_unpinned=("An excerpt has no pinned position yet.", "Run `dossier pin`."),
        capture_unpinned=("A capture has no recorded hash yet.", "Run `dossier pin`."),
        quotation_over_boundary=(
            "A quotation runs over the end of a paragraph, list item, heading or page, where it prints ¶: its parts "
            "may belong to different things.",
            "Quote the parts as excerpts of their own, or leave it when they are one statement.",
        ),
        quotation_cut_off=(
            "A quotation leaves out a negation, a question mark or a denial just outside it, in its own sentence.",
            "Read the sentence, and quote enough of it that it says the same.",
        ),
        same_words=(
            "Two sources with the same words have different origins; findings count them once.",
            "Write the same `origin:`, or `relies_on:` the other. Where both learned it by themselves, write "
            "`independent:` with `of:` (the other source) and `because:`.",
        ),
        quotation_cut_mid_sentence=(
            "A quotation begins or ends in the middle of a sentence.",
            "Read the paragraph: what is left out must not change what is said, or who says it.",
        ),
    ),
    # time stamps
    **_errors(
        timestamp_unparseable=(
            "A file or reply that should be a time stamp (RFC 3161) is none.",
            "Restore the .tsr file, or delete it and run `dossier stamp`.",
        ),
        timestamp_refused=("The time-stamping authority refused.", "Read its reason, or ask another authority."),
        timestamp_not_obtained=(
            "No answer came from the time-stamping authority.",
            "Check the address given with --tsa, or ask another authority.",
        ),
        timestamp_wrong_message=(
            "A time stamp is of other bytes than those it lies beside.",
            "Restore the bytes or the .tsr file; stamp changed bytes as a further capture.",
        ),
        timestamp_wrong_nonce=(
            "A time stamp does not answer the request just made: it may be an old one sent again.",
            "Ask again, or ask another authority.",
        ),
        timestamp_wrong_root=(
            "A time stamp is of an authority that no root certificate of the case vouches for.",
            "Put the authority's root certificate into evidence/tsa/ as PEM if you trust it; else delete the token.",
        ),
        timestamp_bad_signature=(
            "The signature of a time stamp does not verify: it was altered.",
            "Restore the .tsr file, or delete it and run `dossier stamp`.",
        ),
        timestamp_certificate_expired=(
            "A certificate behind a time stamp was not valid at the time stated.",
            "Delete the token and ask another authority.",
        ),
        timestamp_wrong_purpose=(
            "The certificate behind a time stamp is not made for time-stamping.",
            "Delete the token and ask another authority.",
        ),
        tsa_root_invalid=(
            "A file in evidence/tsa/ is no certificate.",
            "Put certificates there as PEM files that end in .pem.",
        ),
        manifest_invalid=(
            "The stamped list of the evidence is missing or cannot be read.",
            "Restore evidence/manifest.json, or delete it with its .tsr and run `dossier stamp --manifest`.",
        ),
    ),
    **_warnings(
        timestamp_unverified=(
            "A time stamp is there and was not verified.",
            "Put the authority's root certificate into evidence/tsa/ as PEM.",
        ),
        manifest_outdated=(
            "The evidence changed since its list was stamped.",
            "Run `dossier stamp --manifest`; the earlier stamp is kept.",
        ),
    ),
    # review
    **_errors(
        review_invalid=(
            "A file in reviews/ is not what the program writes.",
            "Restore the file from git; decide again if it was made by hand.",
        ),
        review_other_case=("A review is of another case.", "Remove the file; decisions are on one case only."),
        review_unsigned=(
            "A file of decisions has no signature beside it.",
            "Restore its .sig; a reviewer without a key is countersigned by `dossier review countersign`.",
        ),
        review_missing=(
            "A file of decisions that others follow is not there.",
            "Restore the file and its .sig from git; the chain of a reviewer has no gaps.",
        ),
        review_chain_broken=(
            "A file of decisions does not follow the one before it.",
            "Restore both from git; two branches of one reviewer cannot both stand: decide again on one of them.",
        ),
        review_future=(
            "A file of decisions says a time that has not come.",
            "Set the clock of this machine right; if the file is wrong, remove it with its .sig and decide again.",
        ),
        review_altered=("A file of decisions is not what was signed.", "Restore the file and its .sig from git."),
        review_signature_unreadable=("A signature is none of OpenSSH.", "Restore the .sig file from git."),
        review_wrong_namespace=(
            "A signature was made for another purpose.",
            "Sign with `dossier review`; it uses the namespace dossier-review.",
        ),
        review_wrong_key=(
            "A signature is of a key that nobody in reviews/allowed_signers has.",
            "Add the key to its owner's name if it is his; else remove the file and its .sig.",
        ),
        review_signer_unknown=(
            "Whoever signed does not stand in reviews/allowed_signers.",
            "Put the line back, with `valid-before` to end it; or remove the reviewer's folder with all decisions.",
        ),
        review_signed_by_other=(
            "A signature is of another person than the file says.",
            "Remove the file and its .sig; who signs for another does so with `dossier review countersign`.",
        ),
        review_key_expired=(
            "The key was not valid when the file says that it was signed, or not for this purpose.",
            "Correct its dates or namespaces in reviews/allowed_signers, or decide again with another key.",
        ),
        signers_invalid=(
            "A line of reviews/allowed_signers is not taken.",
            'Write `NAME namespaces="dossier-review" ssh-ed25519 AAAA…`: one person and one key a line.',
        ),
        signers_missing=(
            "There are signed reviews and no reviews/allowed_signers.",
            "Restore the file: it says whose signatures count.",
        ),
        signing_failed=("Decisions could not be signed.", "See the message; nothing was written."),
        reviewer_unnamed=("It is not known who decides.", "Name the reviewer with --as, or a key with --key."),
        countersigning_refused=("A countersignature that would vouch for nothing.", "See the message."),
        answer_missing=(
            "A decision was to be made before its reviewer answered who did it.",
            "Read the sentence with `dossier review next`, then answer: `dossier review approve KEY --who office`.",
        ),
        approval_refused=(
            "An approval that cannot count: a citation does not verify, or the reviewer wrote the claim.",
            "Have the citation corrected, or somebody else approve; the claim can be rejected or questioned.",
        ),
        decision_refused=(
            "A decision on what the reviewer has not seen, or an answer that nobody asked for.",
            "Look again with `dossier review next`, then decide.",
        ),
        no_such_card=("The case has no review card of this id.", "`dossier review next` shows ids in its first line."),
        no_such_claim=("The case makes no claim of this key.", "`dossier review status --list` shows the keys."),
        claim_not_approved=(
            "A claim lacks approvals that the policy of the case asks for.",
            "Have it reviewed (`dossier review next`), or build with --draft.",
        ),
        claim_stale=(
            "A claim changed since it was approved.",
            "Have the change reviewed (`dossier review next`), or build with --draft.",
        ),
        claim_refused=(
            "A reviewer rejected a claim, or has a question.",
            "Change the claim, or have the reviewer withdraw; or build with --draft.",
        ),
    ),
    "review-open": Kind(
        Severity.NOTE,
        "Claims that are not approved as they are now, in a case that was reviewed before.",
        "`dossier review next` shows their cards; `dossier review status --list` names them all.",
    ),
    "review-draft": Kind(
        Severity.NOTE,
        "Decisions that nobody signed yet: they count for nothing.",
        "Sign them with `dossier review sign`, or have a key holder run `dossier review countersign`.",
    ),
    # is the page still there? A dead link is not dead evidence: nothing here is an error
    **_warnings(
        page_moved=("A page has another address now.", "Write the new address beside the old one."),
        page_drifted=(
            "A page is there, and not all words quoted from it.",
            "Read what changed; capture it as a further capture if it matters.",
        ),
        page_soft_404=(
            "A server answers for a page with something else, as if all were well.",
            "Find an archive's copy and write it as `archive_url:` of the capture.",
        ),
        page_dead=("A page is gone.", "Find an archive's copy and write it as `archive_url:` of the capture."),
        page_blocked=("A page could not be looked at, or may not be.", "Look at it yourself, with care."),
        online_invalid=("The record of earlier looks at a page cannot be read.", "Delete online.json and look again."),
    ),
    "page-last-seen": Kind(
        Severity.NOTE, "What the last `dossier check --online` found of a page.", "Nothing needs to be done."
    ),
    "page-not-contacted": Kind(
        Severity.NOTE,
        "A page on a host marked hostile was not asked for.",
        "Name the source with --contact to ask for it all the same.",
    ),
    # what is printed
    **_errors(
        prose_uncited=(
            "Prose that states a fact without a citation.",
            "End it with [@source/excerpt], or mark the paragraph {.analysis} if it states no fact.",
        ),
        prose_invalid=("Prose with something the document cannot print.", "Use plain Markdown paragraphs and lists."),
        finding_beyond_backing=(
            "A finding claims more than the acts behind it carry.",
            "Lower the finding, or add the evidence.",
        ),
        mitigating_silent=(
            "A dossier that does not say what speaks for the person.",
            "Write `mitigating:`, or `mitigating: {status: none-found, read: [...]}` with the sources read in full.",
        ),
        reply_missing=(
            "A dossier that does not say whether the person was asked for a reply.",
            "Write `reply:` with a status; `not-sought` needs `because:`.",
        ),
        finding_incomplete=("A finding lacks what it must say.", "Add the keys the message names."),
        unknown_edition=("An edition that the case does not have.", "Use one of the editions the message lists."),
        unknown_regime=("A regime that is not known.", "Use one of the regimes the message lists."),
        unknown_element=("An element that the regime does not have.", "Use one of the elements the message lists."),
        bad_colour=("A colour that is not of the form `#rrggbb`.", "Write six hexadecimal digits after `#`, quoted."),
        low_contrast=(
            "A colour of `design:` that cannot be read well on its ground (less than 4.5:1).",
            "Take a darker colour, or a lighter `tint`.",
        ),
        logo_unusable=(
            "A logo that is too large, damaged, or more than a picture.",
            "Use a PNG, or an SVG of plain shapes.",
        ),
        template_refused=(
            "A template of the case holds code, cuts a text into letters, replaces a block that may not be replaced, "
            "or has markup that is not plain.",
            "Keep to what docs/case-format.md lists for templates.",
        ),
        template_names=(
            "The own words of a template of the case name somebody, by any part of a name.",
            "Write them without the name: what is said of somebody stands in the case and cites. `document.person` "
            "prints whom the document is about.",
        ),
        template_failed=(
            "A template of the case fails, prints too much, leaves out texts of the case or changes their order.",
            "Mend the template at this line; every text that its block has must be printed, in the order of the case.",
        ),
        render_failed=("The document could not be rendered.", "See the message."),
        missing_glyph=("A character has no glyph in any installed font.", "Install the fonts `dossier doctor` names."),
    ),
    **_warnings(
        value_uncited=("A printed value has no citation: it prints as `no source given`.", "Add `cite:`."),
        not_literal=(
            "A name, number or date does not occur literally in its citation.",
            "Cite the words that say it, or mark the value `derived:` with the reason.",
        ),
        quoted_words_elsewhere=(
            "Words in quotation marks stand in no excerpt cited there.",
            "Quote exactly, cite the excerpt, or remove the quotation marks.",
        ),
        actor_not_in_quotation=(
            "Somebody acts in our words who is not named where the words cited stand; there somebody else acts.",
            "Write who did it as the source says, or cite the words that name who you say it was.",
        ),
        conduct_near_person=(
            "A verb of conduct stands near a person who has no act of his own.",
            "Say who did it, or remove the person from the sentence.",
        ),
        statement_length=(
            "A draft statement of reasons shorter or longer than those that are printed with a listing.",
            "Write 80 to 250 words: role and dates, then the acts, then the closing formula.",
        ),
        check_by_passed=(
            "The regime's law was to be checked again by a date now past.",
            "Check the law, then update the regime.",
        ),
        office_not_current=("An office is stated as held without a recent source.", "Give `seen:` a date."),
        summary_overflows=("The first two pages do not hold their content.", "Shorten the findings and prose."),
    ),
    # this machine
    **_errors(
        machine_lacks=("This machine lacks something the command needs.", "Run `dossier doctor`."),
        unexpected=("An error of the program itself.", "Report it, with the log after reading what it quotes."),
        extra_missing=("An optional part of the program is not installed.", "Install it as the message says."),
        port_taken=("A port of this machine cannot be opened.", "Take another, or `--port 0` for any that is free."),
        output_locked=("Another run is writing the same output.", "Wait for it to end."),
        output_unwritable=("The output cannot be written.", "Check rights and free space."),
        publication_unreadable=(
            "What should be an earlier publication of this edition is none that can be trusted.",
            "Name the folder of an earlier export, as it was published.",
        ),
        publication_not_older=(
            "The publication to compare with is not older than this one.",
            "Raise `release:` or `as_of:` in case.yml, or name an older publication.",
        ),
        release_reused=(
            "Changed content would be published under a version that stands for other content.",
            "Raise `release:` or `as_of:` in case.yml; if that version was never published, delete its folder.",
        ),
        store_failed=("A database could not be loaded.", "Check its address, and that it is up and may be written."),
    ),
}
