"""Every address of the desk: what is read and what is done. Read it as a table of contents."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.domain.throttle import Throttle
from bot.services import Services
from bot.services.ports import FromTelegram
from bot.texts import Languages
from bot.web.desk.doors import BURST, PER_SECOND, STRANGERS, STRANGERS_PER_SECOND, Doors, Page
from bot.web.desk.entry import Entry
from bot.web.desk.names import Names
from bot.web.desk.page import HERE, Pages
from bot.web.desk.pages import (
    broadcasts,
    data,
    digests,
    documents,
    feedback,
    feedbackacts,
    feedbackcard,
    goals,
    goaltable,
    letters,
    me,
    moderation,
    people,
    question,
    questions,
    restrict,
    rounds,
    subscriptions,
    today,
    trail,
)
from bot.web.desk.size import MAX_BODY, Size
from bot.web.desk.wayout import WayOut
from bot.web.headers import Headers
from bot.web.mistakes import mistakes

READ: Mapping[str, Page] = {
    "/desk/": today.today,
    "/desk/questions": questions.listed,
    "/desk/questions/debt": questions.debt,
    "/desk/questions/{key}": question.question,
    "/desk/questions/{key}/goal": question.find_goal,
    "/desk/questions/{key}/goal/{entry}": question.check_goal,
    "/desk/questions/{key}/merge": question.choose_merge,
    "/desk/questions/{key}/close": question.check_close,
    "/desk/feedback": feedback.listed,
    "/desk/feedback/{key}": feedbackcard.card,
    "/desk/feedback/{key}/goal": feedbackcard.find_goal,
    "/desk/feedback/{key}/merge": feedbackcard.choose_merge,
    "/desk/feedback/{key}/show": feedbackcard.check_show,
    "/desk/feedback/{key}/close": feedbackcard.check_close,
    "/desk/moderation": moderation.listed,
    "/desk/moderation/restrictions": moderation.restrictions,
    "/desk/moderation/{key}": moderation.card,
    "/desk/moderation/{key}/restrict": restrict.ask,
    "/desk/goals": goals.listed,
    "/desk/goals/table": goaltable.ask,
    "/desk/goals/table.csv": goaltable.take,
    "/desk/goals/{key}": goals.one,
    "/desk/goals/{key}/report": goals.write,
    **rounds.READ,
    **broadcasts.READ,
    **documents.READ,
    "/desk/digests": digests.digest,
    "/desk/digests/page": digests.page,
    "/desk/digests/file/{form}": digests.file,
    "/desk/digests/mine": subscriptions.mine,
    "/desk/digests/letters": letters.listed,
    "/desk/people": people.listed,
    "/desk/people/{who}": people.one,
    "/desk/data": data.overview,
    "/desk/trail": trail.listed,
    "/desk/me": me.me,
    "/desk/me/address/{token}": me.look_at_address,
}

WRITE: Mapping[str, Page] = {
    "/desk/community": today.choose,
    "/desk/questions/close": questions.close,
    "/desk/questions/open": questions.undo,
    "/desk/questions/{key}/goal/{entry}": question.answer_by_goal,
    "/desk/questions/{key}/words": question.answer_in_words,
    "/desk/questions/{key}/merge": question.merge,
    "/desk/questions/{key}/close": question.close,
    "/desk/questions/{key}/undo": question.undo,
    "/desk/feedback/take": feedback.take,
    "/desk/feedback/give-back": feedback.give_back,
    "/desk/feedback/deadline": feedback.set_deadline,
    "/desk/feedback/deadline/undo": feedback.put_deadlines_back,
    "/desk/feedback/topic": feedback.set_topic,
    "/desk/feedback/topic/undo": feedback.put_topics_back,
    "/desk/feedback/close": feedback.close,
    "/desk/feedback/reopen": feedback.reopen,
    "/desk/feedback/{key}/words": feedbackacts.words,
    "/desk/feedback/{key}/assign": feedbackacts.assign,
    "/desk/feedback/{key}/deadline": feedbackacts.set_deadline,
    "/desk/feedback/{key}/topic": feedbackacts.set_topic,
    "/desk/feedback/{key}/goal": feedbackacts.link,
    "/desk/feedback/{key}/show": feedbackacts.show,
    "/desk/feedback/{key}/merge": feedbackacts.merge,
    "/desk/feedback/{key}/close": feedbackacts.close,
    "/desk/feedback/{key}/reopen": feedbackacts.reopen,
    "/desk/moderation/release": moderation.release,
    "/desk/moderation/hide": moderation.hide,
    "/desk/moderation/undo": moderation.undo,
    "/desk/moderation/lift": moderation.lift,
    "/desk/moderation/{key}/decide": moderation.decide,
    "/desk/moderation/{key}/restrict": restrict.restrict,
    "/desk/goals/table": goaltable.check,
    "/desk/goals/{key}/report": goals.report,
    **rounds.WRITE,
    **broadcasts.WRITE,
    **documents.WRITE,
    "/desk/digests/mine/{kind}": subscriptions.choose,
    "/desk/digests/mine/{kind}/stop": subscriptions.stop,
    "/desk/digests/letters/{key}/again": letters.again,
    "/desk/people/invite": people.invite,
    "/desk/people/role": people.grant,
    "/desk/people/link": people.make_link,
    "/desk/people/link/{key}/withdraw": people.withdraw,
    "/desk/people/{who}/close": people.close_sessions,
    "/desk/people/{who}/invite": people.invite_again,
    "/desk/data/person": data.find,
    "/desk/data/copy": data.hand_out,
    "/desk/data/erase": data.erase,
    "/desk/me/name": me.rename,
    "/desk/me/address": me.give_address,
    "/desk/me/address/drop": me.drop_address,
    "/desk/me/address/{token}": me.confirm_address,
    "/desk/me/language": me.speak,
    "/desk/me/close": me.close,
    "/desk/agree": me.agree,
    "/desk/leave": me.leave,
}

MAKES = frozenset(
    {
        "/desk/rounds/new",
        "/desk/rounds/{key}/options/new",
        "/desk/rounds/{key}/options/list",
        "/desk/broadcasts/new",
        "/desk/broadcasts/{key}/copy",
        "/desk/broadcasts/{key}/correct",
        "/desk/documents/uploads",
        "/desk/people/invite",
        "/desk/people/link",
    }
)
"""Of these a second click would make a twin."""

STRICT = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""No page of the desk stays in a browser. (Without any referrer a browser would not say where a form comes from.)"""


def desk_site(
    services: Services,
    languages: Languages,
    telegram: FromTelegram,
    *,
    bot_username: str,
    address: str,
) -> ASGIApp:
    """Build the desk, whose addresses all begin with `/desk` below the hromada's `address`."""
    secure = address.startswith("https://")
    pages = Pages(languages, bot_username, address.rstrip("/"))
    doors = Doors(
        services,
        pages,
        Names(services, telegram.names),
        telegram,
        secure,
        Throttle(BURST, PER_SECOND),
        Throttle(STRANGERS, STRANGERS_PER_SECOND),
    )
    inside = [Route(path, doors.reading(page)) for path, page in READ.items()]
    entry = Entry(services, pages, doors.cookie, secure, doors.where_to, inside)
    way_out = WayOut(services, pages)

    async def style(_: Request) -> Response:
        return FileResponse(HERE / "static" / "desk.css")

    async def door(_: Request) -> Response:
        return RedirectResponse("/desk/")

    site = Starlette(
        routes=[
            Route("/desk", door),
            Route("/desk/desk.css", style),
            Route("/desk/enter", entry.ask),
            Route("/desk/enter", entry.send, methods=["POST"]),
            Route("/desk/enter/{token}", entry.look),
            Route("/desk/enter/{token}", entry.open, methods=["POST"]),
            Route("/desk/stop/{kind}/{token}", way_out.look),
            Route("/desk/stop/{kind}/{token}", way_out.stop, methods=["POST"]),
            *inside,
            *(Route(path, doors.writing(page, makes=path in MAKES), methods=["POST"]) for path, page in WRITE.items()),
        ],
        exception_handlers=mistakes(pages),
        max_body_size=MAX_BODY,
    )
    https_only = {"Strict-Transport-Security": "max-age=31536000"} if secure else {}
    return Headers(Size(site, pages, doors.knows), STRICT | https_only)
