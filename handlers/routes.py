"""Everything a person can say or press, in the order in which it is tried. Read it as a table of contents."""

from typing import Any

from telegram import Update
from telegram.ext import Application, InlineQueryHandler, TypeHandler
from telegram.ext.filters import ATTACHMENT, CAPTION, COMMAND, CONTACT, TEXT, ChatType, UpdateType, ViaBot

from bot.domain.people import Role
from bot.domain.permissions import HELPERS, STAFF
from bot.texts import Languages
from bot.transport.context import Context
from handlers import (
    ballots,
    broadcastdesk,
    broadcastroutes,
    broadcasts,
    broadcastwords,
    browser,
    codes,
    desk,
    digests,
    disputes,
    documentroutes,
    documents,
    drafts,
    endings,
    entries,
    feedback,
    feedbackdesk,
    feedbackwords,
    fields,
    flows,
    follows,
    gaps,
    goals,
    inbox,
    inline,
    moderation,
    my,
    notices,
    options,
    people,
    progress,
    proposals,
    questions,
    receipts,
    restrictions,
    results,
    rounds,
    sheets,
    subscriptions,
    trust,
    uploads,
)
from handlers import callbacks as press
from handlers.albums import Albums
from handlers.bans import Bans
from handlers.errors import on_error
from handlers.flows import OnAnswer, answered, left
from handlers.gate import Gate
from handlers.groups import Addressed
from handlers.routing import Command, OnMessage, OnPress, Route, pressed, typed, written
from handlers.spoken import Spoken

GATE, TALK = -20, 0

COMMANDS = (
    Command("start", people.start),
    Command("goals", entries.goals, in_groups=True),
    Command("feedback", feedback.feedback),
    Command("my", my.my, is_right=True),
    Command("community", people.community),
    Command("vote", rounds.vote, is_right=True),
    Command("verify", receipts.verify, is_right=True),
    Command("inbox", inbox.inbox, listed_for=HELPERS),
    Command("documents", documents.documents, listed_for=STAFF),
    Command("digest", digests.digest, listed_for=HELPERS),
    Command("moderate", moderation.moderate, listed_for=HELPERS),
    Command("broadcast", broadcastdesk.broadcast, listed_for=HELPERS),
    Command("desk", browser.desk, listed_for=HELPERS),
    Command("rounds", desk.rounds, listed_for=HELPERS),
    Command("confirm", codes.confirm, listed_for=STAFF),
    Command("language", people.language, is_right=True),
    Command("privacy", people.privacy, is_right=True),
    Command("mydata", people.my_data, is_right=True),
    Command("forget", people.forget, is_right=True),
    Command("help", people.help_, in_groups=True),
)

DESK: dict[type, OnPress[Any]] = {
    press.OpenDesk: desk.open_desk,
    press.BeginRound: desk.begin_round,
    press.ManageRound: desk.manage,
    press.EditField: fields.edit,
    press.SetField: fields.choose,
    press.OpenSheet: sheets.open_sheet,
    press.OpenSheetOption: sheets.open_option,
    press.EditOption: sheets.edit,
    press.SetClass: sheets.set_class,
    press.MoveOption: sheets.move,
    press.RemoveOption: sheets.remove,
    press.PasteOptions: sheets.paste,
    press.PickDocument: goals.pick_document,
    press.PickLevel: goals.pick_level,
    press.PickGoals: goals.pick_goals,
    press.PutGoal: goals.put_goal,
    press.PutLevel: goals.put_level,
    press.PreviewRound: desk.preview,
    press.PublishRound: desk.publish,
    press.RemoveDraft: desk.remove,
    press.AskToEnd: endings.ask_to_end,
    press.ExtendBy: endings.extend_by,
    press.EndRound: endings.end,
    press.OpenTrail: desk.open_trail,
    press.OpenDisputes: disputes.open_disputes,
    press.AskReceipt: disputes.ask_receipt,
    press.VoidReceipt: disputes.void_receipt,
    press.VoidInvitation: disputes.void_invitation,
    press.DecideVoid: disputes.decide_void,
    press.DecideAppeal: disputes.decide_appeal,
    press.OpenCodes: codes.open_codes,
    press.GiveCodes: codes.give_codes,
    press.SendPoster: codes.send_poster,
}
"""What moderators and staff press; only in private."""

PRESSES: dict[type, OnPress[Any]] = {
    **DESK,
    press.Agree: people.agree,
    press.Decline: people.decline,
    press.Speak: people.speak,
    press.OpenMenu: people.open_menu,
    press.CancelFlow: flows.cancel,
    press.OpenHelp: people.open_help,
    press.OpenPrivacy: people.open_privacy,
    press.SendMyData: people.send_my_data,
    press.Forget: people.forget_so,
    press.ChooseCommunity: people.choose_community,
    press.Settle: people.settle,
    press.Browse: entries.browse,
    press.OpenCommunities: entries.open_communities,
    press.OpenCommunity: entries.open_community,
    press.OpenDocument: entries.open_document,
    press.OpenEntry: entries.open_entry,
    press.OpenDetails: entries.open_details,
    press.ShowAnswer: questions.show_answer,
    press.NotThis: questions.not_this,
    press.PassOn: questions.pass_on,
    press.Vote: rounds.open_vote,
    press.OpenRounds: rounds.open_rounds,
    press.OpenRound: rounds.open_round,
    press.TellOfCoercion: rounds.tell_of_coercion,
    press.OpenBallot: ballots.open_ballot,
    press.Choose: ballots.choose,
    press.Withdraw: ballots.withdraw,
    press.OpenOption: options.open_option,
    press.OpenTopics: options.open_topics,
    press.SearchOptions: options.search,
    press.OpenDistricts: trust.open_districts,
    press.LiveIn: trust.live_in,
    press.SharePhone: trust.share_phone,
    press.EnterCode: trust.enter_code,
    press.OpenConfirmation: trust.open_confirmation,
    press.CheckReceipt: receipts.check_receipt,
    press.Appeal: receipts.ask_why,
    press.SendReceipts: receipts.send_receipts,
    press.Mute: notices.mute,
    press.Unmute: notices.unmute,
    press.OpenInbox: inbox.open_inbox,
    press.OpenSettled: inbox.open_settled,
    press.OpenGap: gaps.open_gap,
    press.CheckGoal: gaps.check_goal,
    press.AnswerByGoal: gaps.answer_by_goal,
    press.FindGoal: gaps.find_goal,
    press.AnswerInWords: gaps.answer_in_words,
    press.SkipSource: gaps.skip_source,
    press.SaveAnswer: gaps.save_answer,
    press.AskToClose: gaps.ask_to_close,
    press.CloseGap: gaps.close_gap,
    press.ChooseMerge: gaps.choose_merge,
    press.MergeGaps: gaps.merge_gaps,
    press.UndoAnswer: gaps.undo_answer,
    press.OpenDebt: gaps.open_debt,
    **documentroutes.PRESSES,
    press.OpenDigest: digests.open_digest,
    press.SendDigest: digests.send_digest,
    press.Subscribe: subscriptions.subscribe,
    press.OpenSubscription: subscriptions.open_subscription,
    press.ChooseSubscription: subscriptions.choose,
    press.SetSubscription: subscriptions.set_,
    press.Unsubscribe: subscriptions.unsubscribe,
    press.AskAddress: subscriptions.ask_address,
    press.WriteFeedback: feedback.write,
    press.WriteTo: feedback.write_to,
    press.OpenDraft: feedback.open_draft,
    press.EditText: feedback.edit_text,
    press.AddToDraft: drafts.add_to_draft,
    press.DropFiles: feedback.drop_files,
    press.ChooseTopic: feedback.choose_topic,
    press.SetTopic: feedback.set_topic,
    press.ChooseSettlement: feedback.choose_settlement,
    press.SetSettlement: feedback.set_settlement,
    press.BeNamed: feedback.be_named,
    press.Offer: feedback.offer,
    press.SupportInstead: feedback.support_instead,
    press.DropDraft: feedback.drop_draft,
    press.SendFeedback: feedback.send_feedback,
    press.OpenAppealsLaw: feedback.open_appeals_law,
    press.OpenMine: my.open_mine,
    press.OpenFeedback: my.open_feedback,
    press.OpenTurns: my.open_turns,
    press.AddWords: my.add_words,
    press.OpenProposals: proposals.open_proposals,
    press.Support: proposals.support,
    press.OpenFeedbackDesk: feedbackdesk.open_desk,
    press.FilterFeedback: feedbackdesk.filter_feedback,
    press.OpenDeskCard: feedbackdesk.open_card,
    press.OpenTalk: feedbackdesk.open_talk,
    press.SendFeedbackFiles: feedbackdesk.send_files,
    press.OpenFeedbackTrail: feedbackdesk.open_trail,
    press.AnswerFeedback: feedbackwords.answer,
    press.AskBack: feedbackwords.ask_back,
    press.SendWords: feedbackwords.send_words,
    press.ChooseColleague: feedbackdesk.choose_colleague,
    press.AssignFeedback: feedbackdesk.assign,
    press.ChooseDeadline: feedbackwords.choose_deadline,
    press.SetDeadline: feedbackdesk.set_deadline,
    press.ChooseGoal: feedbackwords.choose_goal,
    press.LinkGoal: feedbackdesk.link_goal,
    press.ShowFeedback: feedbackdesk.show_feedback,
    press.ChooseDuplicate: feedbackwords.choose_duplicate,
    press.MergeFeedback: feedbackdesk.merge,
    press.CloseFeedback: feedbackdesk.close,
    press.ReopenFeedback: feedbackdesk.reopen,
    press.OpenHistory: progress.open_history,
    press.OpenOverdue: progress.open_overdue,
    press.OpenReport: progress.open_report,
    press.AskOfGoal: progress.ask_of_goal,
    press.SayOfGoal: progress.say_of_goal,
    press.SaveReport: progress.save_report,
    press.FollowGoal: follows.follow_goal,
    press.FollowCommunity: follows.follow_community,
    press.OfferGoals: follows.offer_goals,
    press.FollowOption: follows.follow_option,
    press.OpenFollowed: follows.open_followed,
    press.StopFollowing: follows.stop_following,
    press.OpenNews: follows.open_news,
    press.See: follows.see,
    press.OpenModeration: moderation.open_moderation,
    press.OpenHeap: moderation.open_heap,
    press.OpenModerated: moderation.open_moderated,
    press.LetThrough: moderation.let_through,
    press.HideFeedback: moderation.hide,
    press.DecideObjection: moderation.decide,
    press.UndoModeration: moderation.undo,
    press.OpenModerationTrail: moderation.open_trail,
    press.RestrictAuthor: restrictions.restrict,
    press.OpenRestrictions: restrictions.open_restrictions,
    press.LiftRestriction: restrictions.lift,
    press.AppealFeedback: moderation.ask_appeal,
    press.OpenResults: results.open_results,
    press.SendFile: results.send_file,
    press.MyShare: results.my_share,
    press.OpenLead: broadcasts.open_lead,
    press.MuteBroadcasts: broadcasts.mute,
    press.UnmuteBroadcasts: broadcasts.unmute,
    press.OpenBroadcastKinds: broadcasts.open_kinds,
    press.KeepBroadcasts: broadcasts.keep,
    **broadcastroutes.PRESSES,
}

ANSWERS: dict[str, OnAnswer] = {
    gaps.GOAL: gaps.goal_named,
    gaps.ANSWER: gaps.answer_written,
    gaps.SOURCE: gaps.source_written,
    **documentroutes.ANSWERS,
    feedback.TEXT: drafts.text_given,
    my.WORDS: my.words_written,
    feedbackwords.WORDS: feedbackwords.words_written,
    feedbackwords.DAY: feedbackwords.day_written,
    feedbackwords.GOAL: feedbackwords.goal_written,
    feedbackwords.DUPLICATE: feedbackwords.duplicate_written,
    progress.FIELD: progress.field_written,
    options.SEARCH: options.search_so,
    trust.PHONE: trust.phone_in_words,
    trust.CODE: trust.code,
    receipts.RECEIPT: receipts.receipt,
    receipts.APPEAL: receipts.appeal,
    desk.BEGIN: desk.title_given,
    fields.KIND: fields.answer,
    sheets.LIST: sheets.list_given,
    sheets.FIELD: sheets.field_given,
    endings.WHEN: endings.moment_given,
    endings.WHY: endings.reason_given,
    endings.SURE: endings.reason_given,
    disputes.RECEIPT: disputes.receipt_given,
    moderation.APPEAL: moderation.appeal_given,
    restrictions.UNTIL: restrictions.until_given,
    codes.N_CODES: codes.number_given,
    codes.PERSON: codes.person_given,
    subscriptions.ADDRESS: subscriptions.address_given,
    **broadcastroutes.ANSWERS,
}
"""By the kind of question that the bot asked."""

PERSONAL = (
    *(press.Agree, press.Decline, press.Speak, press.OpenPrivacy, press.SendMyData, press.Forget),
    *(press.ChooseCommunity, press.Settle, press.OpenInbox, press.OpenSettled),
    *(press.OpenGap, press.CheckGoal, press.AnswerByGoal, press.FindGoal, press.AnswerInWords, press.SkipSource),
    *(press.SaveAnswer, press.AskToClose, press.CloseGap, press.ChooseMerge, press.MergeGaps, press.UndoAnswer),
    *documentroutes.PRESSES,
    *(press.WriteFeedback, press.WriteTo, press.OpenDraft, press.EditText, press.AddToDraft, press.DropFiles),
    *(press.ChooseTopic, press.SetTopic, press.ChooseSettlement, press.SetSettlement, press.BeNamed, press.Offer),
    *(press.SupportInstead, press.DropDraft, press.SendFeedback, press.OpenMine, press.OpenFeedback),
    *(press.OpenFeedbackDesk, press.FilterFeedback, press.OpenDeskCard, press.OpenTalk, press.SendFeedbackFiles),
    *(press.OpenFeedbackTrail, press.AnswerFeedback, press.AskBack, press.SendWords, press.ChooseColleague),
    *(press.AssignFeedback, press.ChooseDeadline, press.SetDeadline, press.ChooseGoal, press.LinkGoal),
    *(press.ShowFeedback, press.ChooseDuplicate, press.MergeFeedback, press.CloseFeedback, press.ReopenFeedback),
    *(press.OpenReport, press.AskOfGoal, press.SayOfGoal, press.SaveReport),
    *(press.FollowGoal, press.FollowCommunity, press.OfferGoals, press.FollowOption, press.OpenFollowed),
    *(press.StopFollowing, press.OpenNews, press.See, press.OpenTurns, press.AddWords, press.Support),
    *(press.OpenModeration, press.OpenHeap, press.OpenModerated, press.LetThrough, press.HideFeedback),
    *(press.DecideObjection, press.UndoModeration, press.OpenModerationTrail, press.RestrictAuthor),
    *(press.OpenRestrictions, press.LiftRestriction, press.AppealFeedback, press.MyShare),
    *(press.OpenLead, press.MuteBroadcasts, press.UnmuteBroadcasts, press.OpenBroadcastKinds, press.KeepBroadcasts),
    *broadcastroutes.PRESSES,
    *(press.OpenDigest, press.SendDigest, press.Subscribe, press.OpenSubscription, press.ChooseSubscription),
    *(press.SetSubscription, press.Unsubscribe, press.AskAddress),
    *(press.Vote, press.OpenRounds, press.OpenRound, press.TellOfCoercion),
    *(press.OpenBallot, press.Choose, press.Withdraw, press.OpenOption, press.OpenTopics, press.SearchOptions),
    *(press.OpenDistricts, press.LiveIn, press.SharePhone, press.EnterCode, press.OpenConfirmation),
    *(press.CheckReceipt, press.Appeal, press.SendReceipts, press.Mute, press.Unmute),
    *DESK,
)
"""Presses that are about one person: in a group they do nothing but say so."""

RIGHTS = (
    *(press.Agree, press.Decline, press.Speak, press.OpenPrivacy, press.SendMyData, press.Forget, press.CancelFlow),
    *(press.Vote, press.OpenRounds, press.OpenRound, press.TellOfCoercion),
    *(press.OpenBallot, press.Choose, press.Withdraw, press.OpenOption, press.OpenTopics, press.SearchOptions),
    *(press.OpenDistricts, press.LiveIn, press.SharePhone, press.EnterCode, press.OpenConfirmation),
    *(press.CheckReceipt, press.Appeal, press.SendReceipts, press.OpenResults, press.SendFile, press.MyShare),
    *(press.MuteBroadcasts, press.UnmuteBroadcasts, press.OpenBroadcastKinds, press.KeepBroadcasts),
    *(press.Mute, press.Unmute, press.OpenMine, press.OpenFeedback, press.OpenTurns, press.AppealFeedback),
)
"""Presses that a ban leaves to people: their data, their vote, their word against it."""

RIGHTFUL_ANSWERS = (receipts.RECEIPT, receipts.APPEAL, trust.PHONE, trust.CODE, options.SEARCH, moderation.APPEAL)
"""Open questions of the bot that a banned person may answer: those that `RIGHTS` lead to."""


def routes(bot_username: str, languages: Languages) -> list[Route]:
    """List the routes; exactly one wins, so the widest come last."""
    private, said = ChatType.PRIVATE, UpdateType.MESSAGES & (TEXT | CAPTION) & ~ViaBot(username=bot_username)
    albums, spoken = Albums(), Spoken(COMMANDS, languages)

    def collected(otherwise: OnMessage) -> OnMessage:
        answer = drafts.collected(albums.once(answered(ANSWERS, otherwise=otherwise)), albums.once)
        return broadcastwords.collected(uploads.offered(answer, albums.once))

    return [
        pressed(PRESSES, otherwise=people.stale, personal=PERSONAL),
        InlineQueryHandler(inline.offer),
        *typed(COMMANDS, before=left, otherwise=people.only_in_private),
        written(said & private & COMMAND, questions.unknown_command),
        written(said & private & spoken, spoken.handle),
        written(said & private, collected(drafts.beside(questions.ask))),
        written(said & ~COMMAND & Addressed(bot_username), questions.ask),
        written(UpdateType.MESSAGE & private & CONTACT, trust.contact),
        written(UpdateType.MESSAGE & private & ATTACHMENT, collected(questions.not_text)),
    ]


MENUS = {role: tuple(command.name for command in COMMANDS if role in command.listed_for) for role in Role}
"""The names of the commands that each role is shown, in /help and in Telegram's menu."""


def add_routes(
    application: Application[Any, Context, Any, Any, Any, Any], bot_username: str, languages: Languages
) -> None:
    """Put the gate before the routes and the error words behind them."""
    bans = Bans(COMMANDS, RIGHTS, RIGHTFUL_ANSWERS, Spoken(COMMANDS, languages))
    application.add_handler(TypeHandler(Update, Gate(bans)), group=GATE)
    application.add_handlers(routes(bot_username, languages), group=TALK)
    application.add_error_handler(on_error)
