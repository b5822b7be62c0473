"""What stands in buttons and menus of released versions is read for years, letter by letter."""

import pytest

from bot.ui import registry
from support.walk import find_control

# One of every kind that a message in the wild may have. A line is added with a new control; none is ever changed or removed.
RELEASED = (
    "c1:ahead:c:943067377940173813:1:0:1456074443980800026", "c1:ask:e:1012:1:1012:0",
    "c1:back:c:8890556729147054512:2:0:1456074443980800026", "c1:meant:8890556729147054512",
    "c1:mine:c:943067377940173813:1:0:1456074443980800026",
    "c1:next:c:8890556729147054512:4:0:1456074443980800026", "c1:nobody:nobody like that",
    "c1:progress:c:8890556729147054512:1:0:0", "c1:report:c:943067377940173813:1:0:1456074443980800026",
    "c1:share:c:943067377940173813:1:0:0", "c1:shareties:c:943067377940173813:1:0:0",
    "c1:sources:c:943067377940173813:1:0:1456074443980800026", "c1:stay:c:9003856355743653543:0:1012:0",
    "c1:through:c:9003856355743653543:1:0:0", "c1:ties:c:943067377940173813:1:0:1456074443980800026",
    "c1:sources:e:1012:3:0:0", "c1:yes:c:9003856355743653543:0:1012:0", "d1:again:965038568893807856", "e1:back:1011", "e1:back:1011:1012",
    "e1:jump", "e1:jump:1012", "e1:next:1012", "e1:next:1012:1012", "e1:recap:1012", "e1:recapprogress",
    "eb1:edit:fact:7263971043704138312:1003:2", "eb1:ours:fact:7263971043704138312:1003:2",
    "eb1:pack:fact:7263971043704138312:1003:2", "ed1:check:965038568893807856", "ed1:twin:8865532025147706537", "ek1", "se1:editors", "se1:spoilers", "se1:language",
    "eh1:back:fact:7970108394251569681:0:1", "eh1:next:fact:7970108394251569681:0:3", "el1:back:fact:1:0:2",
    "el1:back:question:1:0:1", "el1:next:fact:1:0:4", "el1:next:question:1:0:3", "el1:next:question:0:0:2:1", "el1:open:fact",
    "el1:open:question", "eo1:about:fact:886087414672518866:0", "eo1:edit:fact:886087414672518866:0",
    "eo1:edit:question:937759696419549623:0", "eo1:history:fact:886087414672518866:0",
    "eo1:history:question:937759696419549623:0", "eo1:restore:fact:8349243694270105211:1003",
    "eo1:restore:question:937759696419549623:0", "eo1:retire:fact:886087414672518866:0",
    "eo1:retire:question:937759696419549623:0", "eq1:ask:fact", "eq1:yes:fact",
    "eu1:ask:fact:8752446187446934446:0:2:2", "eu1:ask:question:937759696419549623:0:4:4",
    "eu1:yes:fact:8349243694270105211:1012:3:4", "eu1:yes:question:937759696419549623:0:3:4", "g1:no", "g1:set",
    "g1:yes:1012", "im1:cancel:704279189445118684", "im1:check:5535335540599175291", "im1:save:704279189445118684",
    "im1:undo:704279189445118684", "ix1:json:1012", "ix1:toml:1012", "ix1:toml:1012:question", "im1:gate:704279189445118684", "p1:back:2:1456074443980800026", "p1:delete",
    "p1:again", "p1:export", "p1:keep", "p1:nothing", "p1:nothingyes:1", "p1:listed:1", "p1:map", "p1:mine", "p1:next:4:1456074443980800026", "p1:open",
    "p1:progress", "p1:share", "p1:yes", "q1:back:2:bird", "l1:meant:7", "q1:next:4:bird", "q1:progress:bird",
    "q1:share:5:9057826137529248903", "r1:fact", "rv1:approve:9204663603876619734:1006",
    "rv1:edit:9204663603876619734:1006", "rv1:later:9204663603876619734:0",
    "rv1:near:2935425192205575171:0:5536640584380505368", "rv1:open:9204663603876619734",
    "rv1:reject:9204663603876619734:1006", "rv1:show:9204663603876619734:1006", "s1:calm:8469216845598671736",
    "s1:gone:8469216845598671736", "s1:no", "s1:remove:8469216845598671736", "s1:reveal:8469216845598671736",
    "s1:yes:8469216845598671736", "se1:all", "se1:back:1", "se1:ceiling:1456074443980800025", "se1:channel",
    "se1:desk:review_channel", "se1:next:3", "se1:none:review_channel", "se1:open:1456074443980800025",
    "se1:replies:1456074443980800025", "se1:setting", "sg1:dm:8926379391851030281", "sg1:answer:8926379391851030281", "rv1:ask:9204663603876619734:1006", "su1:back:ceiling",
    "su1:back:editors", "su1:ceiling", "su1:closed", "su1:editors", "su1:none:editors", "su1:none:review",
    "su1:open:1456074443980800025", "su1:review", "su1:start", "t1:8933819682748894491:3", "t1:anew:7:20:3:0:1",
    "t1:board:all", "t1:board:month", "t1:board:week", "t1:daily-progress", "t1:daily:9049996687167125375:3",
    "t1:enough:91399016895485193", "t1:missed-progress:1456074443980800030", "t1:missed:1456074594975744031",
    "t1:more:91399016895485193", "t1:next:7342506943719237986", "t1:practice-progress:790990166581315171",
    "t1:practice:9141209799587603731:3", "t1:rematch:1456074594975744031", "t1:reveal:7342506943719237986",
    "t1:anew:5:20:0:0:1:1006", "t1:share-board:week", "t1:share-daily:9049996687167125375",
    "t1:share-missed:1456074594975744031", "t1:share-stats",
    "t1:wrong:91399016895485193", "w1:cancel:1456074443980800059", "w1:further:1006:1767384000", "w1:not",
    "w1:off:1456074443980800046", "w1:quiz:1006", "w1:watched:1006", "q1:back:1:who bit nam-ra?",
    "q1:progress:who bit nam-ra?", "c1:nobody:", "c1:tiespage:c:943067377940173813:2:0:0:next", "p1:maps",
    "p1:mapwords:next:943067377940173813:2", "p1:sharemap:943067377940173813", "p1:yearbook", "p1:yearbooks",
    "p1:shareyearbook:0", "h1", "h1:all", "h1:cast", "h1:recap", "h1:trivia", "h1:progress", "a1:tell",
    "se1:everything:1456074443980800025", "se1:keep:1456074443980800025", "se1:tell:1456074443980800025", "se1:rooms:2",
    "se1:set-rooms:64424509440", "s1:back:8469216845598671736",
    "s1:write:1006", "p1:new:1006", "p1:new:1006:1002", "c1:finished:e:1007:0:1007:0",
    "c1:jump:c:9003856355743653543:2:0:0", "c1:more:c:9003856355743653543:0:0:1456074443980800026",
    "c1:menu:e:1012:3:0:0", "e1:share:1006", "e1:finished:1007", "c1:away:1456074443980800026",
    "c1:remove:1456074594975744031:1456074443980800026", "q1:menu", "q1:open",
    "q1:more:9057826137529248903:1456074443980800026", "t1:quiz:1006", "e1:recap:1006:1", "g1:yes:1012:1006",
    "t1:half:8933819682748894491", "t1:skip:8933819682748894491", "t1:guess:8933819682748894491",
    "t1:anew:5:35:0:0:1:0:1", "t1:anew:4:20:0:0:1:0:0:1456074443980800025",
    "se1:daily", "se1:daily-hour", "se1:daily-role", "se1:daily-set:off", "se1:daily-set:quiet", "se1:daily-set:winner",
    "se1:daily-set:nobody", "t1:teams:1456074594975744031", "t1:team:1456074594975744031:2",
)  # fmt: skip


@pytest.mark.parametrize("custom_id", RELEASED)
def test_what_was_released_is_still_read(custom_id: str) -> None:
    find_control(custom_id)  # one class answers it
    assert {str(found) for each in registry.HANDLERS if (found := each.read(custom_id))} <= {custom_id}


def test_every_control_is_listed() -> None:
    assert set(registry.HANDLERS) <= {find_control(each)[0] for each in RELEASED}
