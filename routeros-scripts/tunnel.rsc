# gardengate: a tunnel (WireGuard) to the gateway, for a router that nobody can dial, as one behind NAT.
# Needs RouterOS 7.12. Owns the interface "{{interface}}", its peers and address, and the filter rules "{{mark}}".
# Holds keys: whoever reads it can pretend to be this router. It may be run again, and then mends what differs.
{
    :local ggName "{{interface}}"
    :local ggMark "{{mark}}"
    :local ggKey "{{private-key}}"
    :local ggPort {{listen-port}}
    # Any port will do that no other tunnel of this router has: it dials, and nobody dials it.
    :while ([:len [/interface/wireguard/find where listen-port=$ggPort and name!=$ggName]] > 0) do={ :set ggPort ($ggPort + 1) }
    :if ([:len [/interface/wireguard/find where name=$ggName]] = 0) do={ /interface/wireguard/add name=$ggName listen-port=$ggPort }
    /interface/wireguard/set [find where name=$ggName] listen-port=$ggPort mtu={{mtu}} comment=$ggMark disabled=no
    :if ([:len $ggKey] > 0) do={ /interface/wireguard/set [find where name=$ggName] private-key=$ggKey }
    :local ggPublic [/interface/wireguard/get [find where name=$ggName] public-key]
    :if ($ggPublic != "{{public-key}}") do={
        :error "gardengate: the key of $ggName is $ggPublic, and the gateway was told {{public-key}}: tell it this one, or have new keys made (--new-keys)"
    }
    # It takes from the gateway's address alone, and sends there alone: no other router, and nothing behind the gateway.
    /interface/wireguard/peers/remove [find where interface=$ggName]
    /interface/wireguard/peers/add interface=$ggName comment=$ggMark public-key="{{gateway-key}}" preshared-key="{{preshared-key}}" \
        endpoint-address="{{endpoint}}" endpoint-port={{endpoint-port}} allowed-address={{gateway-address}}/32 \
        persistent-keepalive={{keepalive}}
    /ip/address/remove [find where interface=$ggName]
    /ip/address/add interface=$ggName address={{address}}/32 network={{gateway-address}} comment=$ggMark
    # The usual filter drops what does not come from the LAN. The gateway is let in to the API; guests and everybody else are kept out.
    /ip/firewall/filter/remove [find where comment=$ggMark]
    :local ggOthers [/ip/firewall/filter/find where !dynamic]
    /ip/firewall/filter/add comment=$ggMark chain=input in-interface=$ggName action=accept connection-state=established,related
    /ip/firewall/filter/add comment=$ggMark chain=input in-interface=$ggName action=accept protocol=icmp
    /ip/firewall/filter/add comment=$ggMark chain=input in-interface=$ggName action=accept protocol=tcp dst-port={{api-port}} \
        src-address={{gateway-address}}
    /ip/firewall/filter/add comment=$ggMark chain=input in-interface=$ggName action=drop
    /ip/firewall/filter/add comment=$ggMark chain=forward in-interface=$ggName action=drop
    /ip/firewall/filter/add comment=$ggMark chain=forward out-interface=$ggName action=drop
    :if ([:len $ggOthers] > 0) do={
        /ip/firewall/filter/move [find where comment=$ggMark] destination=($ggOthers->0)
    }
    # Where not everybody is let in, the gateway is from its new address as well. A list with one more, or nothing when there is no need:
    :local ggWith do={
        :local ggList [:tostr $1]
        :while ([:typeof [:find $ggList ";"]] = "num") do={
            :local ggCut [:find $ggList ";"]
            :set ggList ([:pick $ggList 0 $ggCut] . "," . [:pick $ggList ($ggCut + 1) [:len $ggList]])
        }
        :if ([:len $ggList] = 0 or [:typeof [:find ",$ggList," ",$2,"]] = "num") do={ :return "" }
        :return "$ggList,$2"
    }
    :local ggAllowed ""
    # From 7.19 on each connection is a row of its service's name, too, which comes and goes, and has no such list.
    :foreach ggRow in=[/ip/service/find where name="api-ssl"] do={
        :set ggAllowed ""
        :do {
            :set ggAllowed [$ggWith [/ip/service/get $ggRow address] "{{gateway-address}}/32"]
        } on-error={ :log debug "gardengate: a connection has ended" }
        :if ([:len $ggAllowed] > 0) do={ /ip/service/set $ggRow address=$ggAllowed }
    }
    :foreach ggUser in=[/user/find where comment="made by gardengate"] do={
        :set ggAllowed [$ggWith [/user/get $ggUser address] "{{gateway-address}}/32"]
        :if ([:len $ggAllowed] > 0) do={ /user/set $ggUser address=$ggAllowed }
    }
    :put "gardengate: $ggName dials {{endpoint}} port {{endpoint-port}}, its address is {{address}}"
}
