"""The facts of a letter as its template sees them: ready words and lists, no rows, no dates to be formatted.

What a template may use is exactly what stands here; `HUONG-DAN.txt` beside the templates explains it to the office.
Which sentence follows from which fact stays in the templates; only choices that no clerk should make stand here.
"""

from mailbot.writing.view_words import common as common
from mailbot.writing.views_of_decisions import answered as answered
from mailbot.writing.views_of_decisions import deadline as deadline
from mailbot.writing.views_of_decisions import questions as questions
from mailbot.writing.views_of_decisions import silent as silent
from mailbot.writing.views_to_office import DRAWINGS as DRAWINGS
from mailbot.writing.views_to_office import alarm as alarm
from mailbot.writing.views_to_office import announcement as announcement
from mailbot.writing.views_to_office import held as held
from mailbot.writing.views_to_office import office as office
from mailbot.writing.views_to_units import receipt as receipt
from mailbot.writing.views_to_units import reminder as reminder
