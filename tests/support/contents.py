"""One example of everything a Telegram message can hold, as the Bot API writes it."""

from typing import Any

Json = dict[str, Any]

DATE = 1_795_341_600
SOMEBODY: Json = {"id": 9_000_001, "is_bot": False, "first_name": "Хтось"}
PLACE: Json = {"id": -1_009_000_001, "type": "channel", "title": "Канал"}
FILE: Json = {"file_id": "F", "file_unique_id": "U"}
PICTURE: Json = FILE | {"width": 9, "height": 9}
CLIP: Json = PICTURE | {"duration": 1}
ELSEWHERE: Json = {"chat": PLACE, "message_id": 3, "date": 0}
POINT: Json = {"latitude": 50.25, "longitude": 28.66}
STARS: Json = {"currency": "XTR", "amount": 5}
PRICE: Json = {"currency": "UAH", "total_amount": 1}
PAID: Json = PRICE | {"invoice_payload": "x", "telegram_payment_charge_id": "t", "provider_payment_charge_id": "p"}
STICKER: Json = PICTURE | {"type": "regular", "is_animated": False, "is_video": False}
TASK: Json = {"id": 1, "text": "Справа"}
CHECKLIST: Json = {"title": "Справи", "tasks": [TASK]}
POLL: Json = {
    "id": "1",
    "question": "Що?",
    "options": [{"text": "Так", "voter_count": 0, "persistent_id": "a"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
GIFT: Json = {"id": "g", "sticker": STICKER, "star_count": 1}
GIVEAWAY: Json = {"chats": [PLACE], "winners_selection_date": DATE, "winner_count": 1}
WINNERS: Json = {
    "chat": PLACE,
    "giveaway_message_id": 1,
    "winners_selection_date": DATE,
    "winner_count": 1,
    "winners": [SOMEBODY],
}
PASSPORT: Json = {"data": [], "credentials": {"data": "d", "hash": "h", "secret": "s"}}

ATTACHED: dict[str, Json] = {
    "animation": {"animation": CLIP, "document": FILE},
    "audio": {"audio": FILE | {"duration": 1}},
    "checklist": {"checklist": CHECKLIST},
    "contact": {"contact": {"phone_number": "+380", "first_name": "Х"}},
    "dice": {"dice": {"value": 1, "emoji": "🎲"}},
    "document": {"document": FILE},
    "game": {"game": {"title": "г", "description": "г", "photo": [PICTURE]}},
    "giveaway": {"giveaway": GIVEAWAY},
    "invoice": {"invoice": PRICE | {"title": "р", "description": "р", "start_parameter": ""}},
    "location": {"location": POINT},
    "live location": {"location": POINT | {"live_period": 900, "heading": 1}},
    "paid_media": {"paid_media": {"star_count": 1, "paid_media": [{"type": "photo", "photo": [PICTURE]}]}},
    "passport_data": {"passport_data": PASSPORT},
    "photo": {"photo": [PICTURE]},
    "poll": {"poll": POLL},
    "sticker": {"sticker": STICKER},
    "story": {"story": {"chat": PLACE, "id": 1}},
    "venue": {"venue": {"location": POINT, "title": "т", "address": "а"}, "location": POINT},
    "video": {"video": CLIP},
    "video_note": {"video_note": FILE | {"length": 1, "duration": 1}},
    "voice": {"voice": FILE | {"duration": 1}},
}
"""What a person sends instead of words."""

SERVICE: dict[str, Json] = {
    "boost_added": {"boost_added": {"boost_count": 1}},
    "chat_background_set": {
        "chat_background_set": {
            "type": {"type": "chat_theme", "theme_name": "🌊"},
        }
    },
    "chat_shared": {"chat_shared": {"request_id": 1, "chat_id": -100}},
    "checklist_tasks_done": {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
    "connected_website": {"connected_website": "example.org"},
    "delete_chat_photo": {"delete_chat_photo": True},
    "forum_topic_closed": {"forum_topic_closed": {}},
    "forum_topic_created": {"forum_topic_created": {"name": "т", "icon_color": 1}},
    "gift": {"gift": {"gift": GIFT}},
    "giveaway_created": {"giveaway_created": {}},
    "giveaway_winners": {"giveaway_winners": WINNERS},
    "group_chat_created": {"group_chat_created": True},
    "left_chat_member": {"left_chat_member": SOMEBODY},
    "message_auto_delete_timer_changed": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    "migrate_from_chat_id": {"migrate_from_chat_id": -5},
    "new_chat_members": {"new_chat_members": [SOMEBODY]},
    "new_chat_photo": {"new_chat_photo": [PICTURE]},
    "new_chat_title": {"new_chat_title": "Назва"},
    "paid_message_price_changed": {"paid_message_price_changed": {"paid_message_star_count": 1}},
    "pinned_message": {"pinned_message": ELSEWHERE},
    "proximity_alert_triggered": {
        "proximity_alert_triggered": {"traveler": SOMEBODY, "watcher": SOMEBODY, "distance": 1}
    },
    "refunded_payment": {"refunded_payment": PAID},
    "users_shared": {"users_shared": {"request_id": 1, "users": [{"user_id": 1}]}},
    "video_chat_ended": {"video_chat_ended": {"duration": 1}},
    "video_chat_started": {"video_chat_started": {}},
    "web_app_data": {"web_app_data": {"data": "d", "button_text": "b"}},
    "write_access_allowed": {"write_access_allowed": {"web_app_name": "w"}},
    "something newer than the library": {"hologram": {"file_id": "F"}},
    "nothing at all": {},
}
"""What Telegram itself writes into a chat: nobody said it, so nobody expects a word."""
