# gardengate: holds a password. Put it into the router's Files and run there, as an administrator: /import {{file}}
{
{{setup}}
    :global ggSetup $setup
}
