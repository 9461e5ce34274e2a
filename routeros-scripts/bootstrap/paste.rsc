# gardengate: paste all of this into a terminal of the router, as an administrator; it may be pasted again.
{
{{setup}}
{{checks}}
    :if ($wrong > 0) do={ :error "gardengate: nothing was changed; do what is said above, then paste this again" }
{{clock}}
{{authority}}
{{fragment}}
    :local own ($setup->"file")
    # What goes wrong here, the router says best itself.
    :put "gardengate: fetching the rest from {{url}}"
    :put "  If that fails, see that gardengate serve runs there and that the router reaches it, and paste this again."
    :put "  Without a way there, use the file that device bootstrap --file makes."
{{strangers}}
    :local answer [/tool/fetch url="{{url}}/routeros/bootstrap.rsc" check-certificate={{check}} dst-path=$own as-value]
    # A file that was cut off cannot forget this word, and is never given the password.
    :global ggSetup "unread"
    :do {
        /import file-name=$own
    } on-error={ :log debug "gardengate: the rest was read" }
    :if ([:typeof $ggSetup] != "nothing") do={
        :set ggSetup
        :error "gardengate: what was fetched is not whole; paste this again"
    }
    :global ggSetup $setup
    /import file-name=$own
}
