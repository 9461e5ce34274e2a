# gardengate {{gateway}}: report
# Purpose: sends the logins that on-login noted until the gateway has them.
# Requires: RouterOS 7.12 or later.
# Runs as: scheduler entry, every minute (policies read, write and test; "write" is for a line in the log).
# Owns: the global variables gg{{gateway}}Told, gg{{gateway}}Busy and gg{{gateway}}Failing; it writes nothing else.
# There is no queue: the notes in the comments are the queue. What the gateway took is remembered in memory only;
#   after a reboot everything is sent once more, and the gateway knows each login by its id and time.
:global gg{{gateway}}Told
:global gg{{gateway}}Busy
:global gg{{gateway}}Failing
:local at [:tonum [:timestamp]]
:local up [:tonum [/system/resource/get uptime]]
:local isFree true
# A run that waits for a slow gateway is not overtaken, unless it is long dead.
:if ([:typeof $gg{{gateway}}Busy] = "num") do={
    :if (($up - $gg{{gateway}}Busy) < 600) do={ :set isFree false }
}
# The logins that the gateway does not have, and whether it took those that it was sent.
:local waiting 0
:local isTaken true
:if ($isFree) do={
    :set gg{{gateway}}Busy $up
    :do {
        :if ([:typeof $gg{{gateway}}Told] != "array") do={ :set gg{{gateway}}Told [:toarray ""] }
        :local isTimed false
        :do {
            :set isTimed ([/system/ntp/client/get status] = "synchronized")
        } on-error={ :set isTimed false }
        # Every byte as %XX, as the gateway reads forms.
        :local encode do={
            :local hex [:convert [:tostr $1] from=raw to=hex]
            :local text ""
            :if ([:len $hex] > 1) do={
                :for i from=0 to=([:len $hex] - 2) step=2 do={ :set text ($text . "%" . [:pick $hex $i ($i + 2)]) }
            }
            :return $text
        }
        # What stands behind " k=" in a comment; nothing when it is not there.
        :local fact do={
            :local from [:find $1 (" " . $2 . "=")]
            :local value ""
            :if ([:typeof $from] = "num") do={
                :set from ($from + [:len $2] + 2)
                :local end [:find $1 " " ($from - 1)]
                :if ([:typeof $end] != "num") do={ :set end [:len $1] }
                :set value [:pick $1 $from $end]
            }
            :return $value
        }
        :local send do={
            :local isSent true
            :do {
                /tool/fetch url="{{url}}" check-certificate={{check}} output=none http-method=post \
                    http-header-field="Authorization: Bearer {{token}}" http-data=$1
            } on-error={ :set isSent false }
            :return $isSent
        }
        :local rows [/ip/hotspot/user/find where comment~"^gg1 {{gateway}} coupon .* r=[0-9]"]
        :local body ""
        :local batch [:toarray ""]
        :local sent 0
        :foreach row in=$rows do={
            :do {
                :local mark [:tostr [/ip/hotspot/user/get $row comment]]
                :local login [$fact $mark "r"]
                :local age [$fact $mark "u"]
                :local phone [$fact $mark "m"]
                :local key [:tostr $row]
                :local note "$login $age $phone"
                # What the gateway itself wrote (l=) it knows.
                :if (($gg{{gateway}}Told->$key) != $note and [:typeof [:tonum $login]] = "num" and \
                    [:len [$fact $mark "l"]] = 0) do={
                    :set waiting ($waiting + 1)
                    :if ($isTaken and $sent < 400) do={
                        :local line ("event=login&user=" . [$encode [/ip/hotspot/user/get $row name]])
                        :set line ($line . "&mac=" . [$encode $phone] . "&id=" . [$encode $age] . "-" . [$encode $phone])
                        :set line ($line . "&time=" . [$encode $login])
                        # A time that was vouched for (c=1) is worth more than what this clock shows now.
                        :if ([$fact $mark "c"] = "1") do={
                            :if ($isTimed) do={ :set line ($line . "&now=$at") }
                        } else={
                            :set line ($line . "&now=$at&up=" . [$encode $age] . "&up_now=$up")
                        }
                        :set body ($body . $line . "\n")
                        :set ($batch->$key) $note
                        :set sent ($sent + 1)
                    }
                }
            } on-error={ :log debug "gg-{{gateway}}-report: a user vanished while it was read" }
            :if ([:len $batch] >= 100 or [:len $body] > 30000) do={
                :set isTaken [$send $body]
                :if ($isTaken) do={
                    :set waiting ($waiting - [:len $batch])
                    :foreach key,note in=$batch do={ :set ($gg{{gateway}}Told->$key) $note }
                }
                :set body ""
                :set batch [:toarray ""]
            }
        }
        :if ([:len $batch] > 0) do={
            :set isTaken [$send $body]
            :if ($isTaken) do={
                :set waiting ($waiting - [:len $batch])
                :foreach key,note in=$batch do={ :set ($gg{{gateway}}Told->$key) $note }
            }
        }
        # What is remembered of users that are gone is forgotten now and then.
        :if ([:len $gg{{gateway}}Told] > (2 * [:len $rows] + 50)) do={
            :local kept [:toarray ""]
            :foreach row in=$rows do={
                :local key [:tostr $row]
                :local note ($gg{{gateway}}Told->$key)
                :if ([:typeof $note] = "str") do={ :set ($kept->$key) $note }
            }
            :set gg{{gateway}}Told $kept
        }
    } on-error={ :set isTaken false }
    # One line when it begins, one when it is over: not one a minute for days.
    :local wasFailing ($gg{{gateway}}Failing = true)
    :set gg{{gateway}}Failing (!$isTaken)
    :set gg{{gateway}}Busy
    :if ($isTaken and $wasFailing) do={ :log info "gg-{{gateway}}-report: the gateway takes logins again" }
    :if (!$isTaken and !$wasFailing) do={
        :log warning "gg-{{gateway}}-report: the gateway took no logins, $waiting wait here and are sent again. To \
            see why: /tool/fetch url={{url}} check-certificate={{check}} output=none (405 is fine)"
    }
}
