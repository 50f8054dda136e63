"""What those press and say who write to many; a part of `routes`."""

from typing import Any

from handlers import broadcastaims, broadcastdesk, broadcastleads, broadcastwords
from handlers.callbacks import broadcastdesk as press
from handlers.flows import OnAnswer
from handlers.routing import OnPress

PRESSES: dict[type, OnPress[Any]] = {
    press.OpenBroadcasts: broadcastdesk.open_broadcasts,
    press.WriteBroadcast: broadcastwords.write,
    press.OpenBroadcast: broadcastdesk.open_broadcast,
    press.SayBroadcast: broadcastwords.say,
    press.SetBroadcastKind: broadcastdesk.set_kind,
    press.SetEmergency: broadcastdesk.set_emergency,
    press.Aim: broadcastaims.aim,
    press.SetAim: broadcastaims.set_aim,
    press.AimAtVotes: broadcastaims.aim_at_votes,
    press.OpenLeads: broadcastleads.open_leads,
    press.AddLead: broadcastleads.add_lead,
    press.PutLead: broadcastleads.put_lead,
    press.DropLead: broadcastleads.drop_lead,
    press.ScheduleBroadcast: broadcastdesk.schedule,
    press.SetDue: broadcastdesk.set_due,
    press.PreviewBroadcast: broadcastdesk.preview,
    press.ActOnBroadcast: broadcastdesk.act,
    press.CopyBroadcast: broadcastdesk.copy,
    press.OpenBroadcastTrail: broadcastdesk.open_trail,
    press.StopEverything: broadcastdesk.stop_everything,
    press.GoOnWithEverything: broadcastdesk.go_on_with_everything,
}
"""Only in private."""

ANSWERS: dict[str, OnAnswer] = {
    broadcastdesk.WHEN: broadcastdesk.moment_given,
    broadcastleads.GOAL: broadcastleads.goal_written,
    broadcastleads.PAGE: broadcastleads.page_written,
    broadcastaims.GOAL: broadcastaims.goal_written,
    broadcastaims.PEOPLE: broadcastaims.people_written,
}
"""By the kind of question that the bot asked. The message that is to be sent has a way of its own: `collected`."""
