### Lists of residents of zones and parks.

example-residents = Which companies are residents in { $region }?
about-residents = residents
topic-residents = residents
card-residents = Residents · { $n }
list-residents =
    Residents, in the sources' own words ({ $n ->
        [one] { $n } quote
       *[other] { $n } quotes
    }):
announced-residents =
    The source announces { $announced ->
        [one] { $announced } resident
       *[other] { $announced } residents
    }; its text names { $described }.
command-residents = residents of a region's zones and parks
