#!/usr/bin/env bash
# Tells the story of the example practice anew, command by command: run it from the repository's
# root when the form of the files changes. `make golden` then shows what that changed.
set -euo pipefail
export VALUEBACK_PRACTICE=examples/lima
rm -rf "$VALUEBACK_PRACTICE"
vb=.venv/bin/valueback
n() { export VALUEBACK_NOW="$1:00-03:00"; }
q() { $vb "$@" >/dev/null; }
n 2026-01-05T09:00
q init --name "Lima Mentoring" --provider "Clara Lima" --email clara@example.com --phone +5511912340000 --time-zone America/Sao_Paulo --currency USD --locale en_US --hourly-rate 120
cat >> "$VALUEBACK_PRACTICE/practice.toml" <<'END'

[[package]]
id = "mentoring-6m"
name = "Six-month mentoring"
price = "2400.00"
months = 6

[[package.scope]]
id = "sessions"
text = "60-minute session"
unit = "session"
quantity = 24
minutes = 60

[[package]]
id = "mentoring-plus"
name = "Six-month mentoring plus"
price = "2900.00"
months = 6

[[package.scope]]
id = "sessions"
text = "60-minute session"
unit = "session"
quantity = 24
minutes = 60

[[package.scope]]
id = "cv-review"
text = "CV review"
quantity = 2
minutes = 60
END
n 2026-01-07T16:00
q new-client "Ana Souza" --email ana@example.com --phone "+55 11 91234-5678" --title "Six-month mentoring" --objective "Win contracts abroad" --result-sum "2400.00 New contracts worth at least the fee" --result "Better feedback from boss or coworkers" --price 2400 --starts 2026-01-12 --months 6 --sessions 24
n 2026-01-09T15:02
q sign ana --by both
n 2026-01-09T15:05
q book ana "2026-01-12 10:00" --weekly 8
# 1
n 2026-01-12T11:10
q wrap-up ana --recording https://example.com/rec/ana-1 --homework "Write one page on the ideal client" --due 2026-01-19
q request-feedback ana --sent
n 2026-01-14T18:30
q log-feedback ana "Clear goals at last. I know whom to write to." --value 5
n 2026-01-18T21:00
q complete-homework ana --evidence "ideal-client.pdf by e-mail"
# 2
n 2026-01-19T11:05
q wrap-up ana --recording https://example.com/rec/ana-2 --homework "Call three former customers" --due 2026-01-26
q request-feedback ana --sent
n 2026-01-22T09:15
q log-feedback ana "Good, but we talked about pricing and I wanted examples." --value 2 --missing "Examples of offers that were accepted"
n 2026-01-23T10:00
q log-adjustment ana "Sent three real offers; each meeting now begins with one example."
n 2026-01-26T08:40
q complete-homework ana
# 3
n 2026-01-26T11:10
q wrap-up ana --recording https://example.com/rec/ana-3 --homework "Draft an offer" --due 2026-02-02
q request-feedback ana --sent
n 2026-01-29T20:00
q log-feedback ana "The example offer helped a lot." --value 4
# 4 cancelled with notice, new date
n 2026-01-30T09:00
q log-cancellation ana --booking B4 --reason "Trade fair in Recife"
n 2026-01-30T09:20
q book ana "2026-02-05 10:00"
n 2026-02-02T22:10
q complete-homework ana --evidence "offer-draft.docx"
n 2026-02-05T11:05
q wrap-up ana --start "2026-02-05 10:00" --recording https://example.com/rec/ana-4 --homework "Send the offer to five firms" --due 2026-02-12
q request-feedback ana --sent
n 2026-02-09T19:00
q log-feedback ana --session S4 "Useful. I would like to practise the call next." --value 4
n 2026-02-09T11:08 
q wrap-up ana --booking B5 --recording https://example.com/rec/ana-5 --late 4
q request-feedback ana --session S5 --sent
n 2026-02-13T09:00
q log-feedback ana --session S5 "Role play was hard and good." --value 5
n 2026-02-16T11:03
q wrap-up ana --recording https://example.com/rec/ana-6 --homework "List ten firms in Chile" --due 2026-02-23
q request-feedback ana --sent
n 2026-02-23T11:04
q wrap-up ana --recording https://example.com/rec/ana-7
q request-feedback ana --sent
n 2026-02-26T08:00
q log-feedback ana --session S7 "Two firms answered!" --value 5
n 2026-03-02T11:06
q wrap-up ana --recording https://example.com/rec/ana-8 --next "2026-03-09 10:00"
q request-feedback ana --sent
# Bruno: lost by 23 hours
n 2026-01-14T10:00
q new-client "Bruno Reis" --email bruno@example.com --title "Three-month coaching" --objective "Lead the new team without working weekends" --result "A better result in the team's survey" --price 900 --starts 2026-01-19 --months 3 --sessions 6 --set guarantee.allowed.cancellation=0
n 2026-01-15T10:00
q sign bruno --by both
q book bruno "2026-01-20 14:00"
q book bruno "2026-02-03 14:00"
n 2026-01-20T15:10
q wrap-up bruno --recording https://example.com/rec/bruno-1
q request-feedback bruno --sent
n 2026-01-22T12:00
q log-feedback bruno "A good start." --value 4
n 2026-02-02T15:00
q log-cancellation bruno --reason "A meeting of the board"

# Carla: all duties done, results missed, a claim
n 2025-10-01T10:00
q new-client "Carla Nunes" --email carla@example.com --title "Three-month coaching" --objective "Fill the autumn courses" --result-sum "1500.00 Fees of new students" --price 900 --starts 2025-10-06 --months 3 --sessions 3
q sign carla --by both
q log-payment carla 900
for day in 2025-10-14 2025-11-11 2025-12-09; do
  n "${day}T09:00"; q book carla "$day 10:00"
  n "${day}T11:05"; q wrap-up carla --recording "https://example.com/rec/carla-$day" --homework "Write to ten former students" --due +7d
  q request-feedback carla --sent
  n "${day%-*}-$(( 10#${day##*-} + 3 ))T18:00"; q complete-homework carla
  q log-feedback carla "I did what we planned; nobody enrolled yet." --value 2 --missing "A way to reach new people"
  q log-adjustment carla "We look for two partners who bring students."
done
n 2025-12-20T12:00
q log-result carla --amount 320 --text "Two students for the January course" --confirmed
n 2026-01-20T08:30
q log-claim carla "I did my part, and the fees did not come in. Please pay me back."

# Davi: ill for two weeks
n 2025-11-01T10:00
q new-client "Davi Costa" --title "Three-month coaching" --objective "Delegate the accounts" --result "Accounts done by somebody else" --price 900 --starts 2025-11-03 --months 3 --sessions 2 --set guarantee.allowed.presence=0
q sign davi --by both
n 2025-11-10T09:00
q book davi "2025-11-10 14:00"
n 2025-11-10T15:05
q wrap-up davi --recording https://example.com/rec/davi-1
q request-feedback davi --sent
n 2025-11-12T09:00
q log-feedback davi "I know now what I can hand over." --value 4
n 2026-01-12T09:00
q book davi "2026-01-19 14:00"
n 2026-01-19T14:40
q log-session davi --no-show client
n 2026-01-28T10:00
q log-factor davi "Dengue fever, with a doctor's note" --cause health --from 2026-01-15 --to 2026-01-27 --affects attendance

# Elisa: value delivered, by her own word
n 2025-09-01T10:00
q new-client "Elisa Prado" --title "Six-month mentoring" --objective "Raise prices without losing clients" --result "Prices raised for all clients" --price 2400 --starts 2025-09-01 --months 6 --sessions 1
q sign elisa --by both
q log-payment elisa 2400
n 2025-09-08T09:00
q book elisa "2025-09-08 16:00"
n 2025-09-08T17:05
q wrap-up elisa --recording https://example.com/rec/elisa-1
q request-feedback elisa --sent
n 2025-09-09T10:00
q log-feedback elisa "Now I know the number." --value 5
n 2026-02-20T10:00
q log-assessment elisa yes "Prices are up by a fifth and nobody left. Worth every cent."

# Gil: the books, month by month, and a request that becomes a change order
n 2025-12-29T10:00
q new-client "Gil Ramos" --email gil@example.com --title "Monthly bookkeeping" --objective "Books that the bank accepts" --price 1500 --price-per month --starts 2026-01-01 --no-guarantee --sessions 1 --sessions-per month --set goodwill_minutes=60 --set "meetings.cancellation_notice=2 working days by 16:00" --set calendar.free_days=2026-02-16,2026-02-17
q sign gil --by both
n 2026-01-15T12:05
q log-session gil --start "2026-01-15 11:00" --actual 80 --recording https://example.com/rec/gil-1
n 2026-02-12T12:02
q log-session gil --start "2026-02-12 11:00" --recording https://example.com/rec/gil-2
n 2026-02-13T09:00
q log-request gil "Could you also look after the medical bills of my mother?" --minutes 300
q change-order gil R1 --line "1 x 500.00 Medical bills: checked, filed and claimed" --per month --item medical-bills --minutes 300 --title "Medical bills" --reason "The bills of Gil's mother are to be checked, filed and claimed every month" --valid-days 30
q mark-change-order gil sent
n 2026-02-16T18:00
q mark-change-order gil approved
n 2026-02-27T17:00
q log-work gil 270 "February's medical bills" --request R1
q log-expense gil 18.40 "Copies and postage"

# The same gift to three clients: it belongs in the price
for who in ana bruno elisa; do
  n 2026-02-18T10:00
  q log-request $who "Could you just look over my CV?" --item cv-review --minutes 60
  q decide $who goodwill
  n 2026-02-19T16:00
  q log-work $who 55 "Read the CV and wrote comments" --request R1
done
n 2026-03-03T10:00
q log-request ana "And the English version of it?" --item cv-review --minutes 60
q log-work ana 50 "Read the English CV" --request R2
q decide ana goodwill
rm -rf "$VALUEBACK_PRACTICE/.valueback" "$VALUEBACK_PRACTICE/documents"
