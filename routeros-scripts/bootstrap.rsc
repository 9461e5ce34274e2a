# gardengate: bootstrap
# Purpose: makes a router ready for its gateway: the right time, a certificate for api-ssl, and an account that can do little.
# Requires: RouterOS 7.12 or later, a hotspot server, and an administrator who runs it.
# Runs as: /import, from the paste or in the file that "gardengate device bootstrap" makes; again whenever somebody likes:
#   it goes on where it stopped.
# Owns: the user and the group of the gateway's account, and certificates whose names begin with gardengate-. It sets the
#   service api-ssl, switches the service api off, and lets the time client ask a server.
# Holds no secret: what is this router's own comes in the global variable ggSetup, which is forgotten at once.
{
    :global ggSetup
    :local setup $ggSetup
    :set ggSetup
    :if ([:typeof $setup] != "array") do={
        :error "gardengate: begin with what gardengate device bootstrap prints"
    }
{{checks}}
    :local account ($setup->"account")
    :local host ($setup->"host")
    :local from ($setup->"from")
    :local ownFile ($setup->"file")
    # It has been read whole.
    :if ($setup->"isPasted") do={ /file/remove [/file/find where name=$ownFile] }

    :foreach one in=[/user/find where name=$account] do={
        :if ([:tostr [/user/get $one group]] != $account) do={
            :put "gardengate: there is another user $account: remove it, or give device bootstrap another name with --user"
            :set wrong ($wrong + 1)
        }
    }
    # A group that others are in is theirs, as are those that the router came with.
    :local isTaken ([:typeof [:find ",read,write,full," ",$account,"]] = "num")
    :foreach one in=[/user/find where group=$account] do={
        :if ([:tostr [/user/get $one name]] != $account) do={ :set isTaken true }
    }
    :if ($isTaken) do={
        :put "gardengate: the group $account is somebody else's: give device bootstrap another name with --user"
        :set wrong ($wrong + 1)
    }
    :if ($wrong > 0) do={ :error "gardengate: no account was made; do what is said above, then run this again" }

{{clock}}
{{authority}}
{{fragment}}
    # The account comes before the certificate: whoever sees the certificate can log in.
    :put "gardengate: the account $account"
    :if ([:len [/user/group/find where name=$account]] = 0) do={
        /user/group/add name=$account policy="{{policies}}"
    } else={
        /user/group/set [/user/group/find where name=$account] policy="{{policies}}"
    }
    :if ([:len [/user/find where name=$account]] = 0) do={
        /user/add name=$account group=$account address=$from password=($setup->"password") comment="made by gardengate"
    } else={
        /user/set [/user/find where name=$account] address=$from password=($setup->"password") disabled=no
    }

    # A certificate of an earlier run is used again, unless it is for another host or over. One that was never signed goes.
    :local used ""
    :local issuer ""
    :foreach one in=[/certificate/find where name~"^gardengate-(ca|api)"] do={
        :if ([:len [:tostr [/certificate/get $one fingerprint]]] = 0) do={
            /certificate/remove $one
        } else={
            :local title [:tostr [/certificate/get $one name]]
            :if ([:tostr [/certificate/get $one expired]] != "true" and [/certificate/get $one private-key]) do={
                :if ($title ~ "^gardengate-ca") do={ :set issuer $title }
                :if ($title ~ "^gardengate-api" and [/certificate/get $one common-name] = $host) do={ :set used $title }
            }
        }
    }
    # A name that no certificate has.
    :local unused do={
        :local candidate $1
        :local count 1
        :while ([:len [/certificate/find where name=$candidate]] > 0) do={
            :set count ($count + 1)
            :set candidate ($1 . $count)
        }
        :return $candidate
    }
    # Signing may go on after the command has ended.
    :local signed do={
        :local candidate $1
        :local left 120
        :while ($left > 0) do={
            :local found [/certificate/find where name=$candidate]
            :if ([:len $found] > 0) do={
                :if ([:len [:tostr [/certificate/get $found fingerprint]]] > 0) do={ :return true }
            }
            :set left ($left - 1)
            :delay 1s
        }
        :error "gardengate: the certificate $candidate was not signed within two minutes; run this again"
    }
    :if ([:len $used] = 0) do={
        :put "gardengate: a certificate for $host; this may take a minute"
        :if ([:len $issuer] = 0) do={
            :set issuer [$unused "gardengate-ca"]
            /certificate/add name=$issuer common-name=$issuer key-size=2048 key-usage=key-cert-sign,crl-sign days-valid=3650
            /certificate/sign $issuer
            $signed $issuer
        }
        :set used [$unused "gardengate-api"]
        /certificate/add name=$used common-name=$host subject-alt-name=($setup->"altName") key-size=2048 \
            key-usage=digital-signature,key-encipherment,tls-server days-valid=3650
        /certificate/sign $used ca=$issuer
        $signed $used
    }

    # From 7.19 on each connection to a service is a row of its name, too, which comes and goes and takes no changes: all rows are tried.
    # Whoever was let in before still is: another tool may use the service.
    :local allowed $from
    :foreach row in=[/ip/service/find where name="api-ssl"] do={
        :local before ""
        :local shown ""
        :do {
            :set before [:tostr [/ip/service/get $row address]]
            :set shown [:tostr [/ip/service/get $row certificate]]
        } on-error={ :log debug "gardengate: a connection has ended" }
        :while ([:typeof [:find $before ";"]] = "num") do={
            :local cut [:find $before ";"]
            :set before ([:pick $before 0 $cut] . "," . [:pick $before ($cut + 1) [:len $before]])
        }
        :foreach one in=[:toarray $before] do={
            :if ([:len [:tostr $one]] > 0 and [:typeof [:find ",$allowed," ",$one,"]] != "num") do={
                :set allowed "$allowed,$one"
            }
        }
        :if ([:len $shown] > 0 and $shown != "none" and $shown != $used) do={
            :put "gardengate: api-ssl had the certificate $shown until now"
        }
    }
    :put "gardengate: api-ssl lets in $allowed"
    # A certificate that was just signed may be unusable for a while.
    :local service ""
    :local left 60
    :while ($left > 0) do={
        :foreach row in=[/ip/service/find where name="api-ssl"] do={
            :do {
                /ip/service/set $row certificate=$used tls-version=only-1.2 address=$allowed disabled=no
                :set service $row
                :set left 0
            } on-error={ :log debug "gardengate: api-ssl is not ready, or this is a connection" }
        }
        :if ($left > 0) do={
            :set left ($left - 1)
            :delay 1s
        }
    }
    :if ([:len [:tostr $service]] = 0) do={
        :put "gardengate: api-ssl does not take the certificate $used; run this again. Why, the router says itself:"
        :foreach row in=[/ip/service/find where name="api-ssl"] do={
            /ip/service/set $row certificate=$used tls-version=only-1.2 address=$allowed disabled=no
        }
        :error "gardengate: stopped; run this again"
    }
    :foreach row in=[/ip/service/find where name="api"] do={
        :do {
            /ip/service/set $row disabled=yes
        } on-error={ :log debug "gardengate: a connection to api" }
    }
    # It holds the password.
    :if (!($setup->"isPasted") and [:len $ownFile] > 0) do={
        :local other ("flash/" . $ownFile)
        /file/remove [/file/find where name=$ownFile]
        /file/remove [/file/find where name=$other]
    }

    :local port [/ip/service/get $service port]
    :local print [/certificate/get [/certificate/find where name=$used] fingerprint]
    :put "gardengate: ready, on port $port. The SHA-256 fingerprint of this router's certificate:"
    :put "  $print"
    :put "gardengate: the gateway shows it as well, and asks. What was typed here is forgotten with /console/clear-history"
}
