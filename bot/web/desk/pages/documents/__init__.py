"""Documents: what the bot answers by, files on their way to it, words and answers of the hromada's own."""

from collections.abc import Mapping

from bot.web.desk.doors import Page
from bot.web.desk.pages.documents import answers, check, edit, lists, shelf, upload, words

UPLOAD = "/desk/documents/uploads/{key}"
SHELF = "/desk/documents/shelf/{document}"
WORDS = "/desk/documents/words"
ANSWERS = "/desk/documents/answers"

READ: Mapping[str, Page] = {
    "/desk/documents": lists.documents,
    "/desk/documents/uploads": lists.uploads,
    UPLOAD: upload.upload,
    f"{UPLOAD}/about": upload.about,
    f"{UPLOAD}/discard": upload.check_discard,
    f"{UPLOAD}/goal": edit.goal,
    f"{UPLOAD}/add": edit.new,
    f"{UPLOAD}/line/{{number}}": edit.line,
    f"{UPLOAD}/check": check.check,
    SHELF: shelf.document,
    f"{SHELF}/compare": shelf.compared,
    f"{SHELF}/roll-back": shelf.check_roll_back,
    f"{SHELF}/switch": shelf.check_switch,
    f"{SHELF}/goals.csv": shelf.export,
    WORDS: words.listed,
    f"{WORDS}/new": words.find,
    ANSWERS: answers.listed,
    f"{ANSWERS}/new": answers.new,
    f"{ANSWERS}/{{key}}": answers.answer,
    f"{ANSWERS}/{{key}}/withdraw": answers.check_withdraw,
}

WRITE: Mapping[str, Page] = {
    "/desk/documents/uploads": lists.send,
    f"{UPLOAD}/about": upload.describe,
    f"{UPLOAD}/undo": upload.undo,
    f"{UPLOAD}/discard": upload.discard,
    f"{UPLOAD}/read-again": upload.read_again,
    f"{UPLOAD}/goal": edit.change,
    f"{UPLOAD}/remove": edit.remove,
    f"{UPLOAD}/add": edit.add,
    f"{UPLOAD}/join": edit.join,
    f"{UPLOAD}/dismiss": edit.dismiss,
    f"{UPLOAD}/check": check.publish,
    f"{SHELF}/roll-back": shelf.roll_back,
    f"{SHELF}/switch": shelf.switch,
    f"{WORDS}/check": words.check,
    f"{WORDS}/new": words.add,
    f"{WORDS}/remove": words.remove,
    f"{ANSWERS}/check": answers.check,
    f"{ANSWERS}/save": answers.save,
    f"{ANSWERS}/{{key}}/withdraw": answers.withdraw,
}
