# Documents and sources.

source-failing =
    { $times ->
       *[other] The source { $source } has failed { $times } times in a row: { $reason }. It is tried again, less and less often. I will not say so again until it has worked once.
    }
