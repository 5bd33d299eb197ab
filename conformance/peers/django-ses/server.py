import os
from urllib.parse import quote

import django
import requests
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from serve import listen

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="unused",
    USE_TZ=True,
    DATA_UPLOAD_MAX_MEMORY_SIZE=10 << 20,
    DATABASES={},
    AWS_SNS_EVENT_TRUSTED_TOPIC_ARNS=[os.environ["TOPIC"]],
)
django.setup()

from django_ses import utils  # noqa: E402: reads the settings
from django_ses.views import SESEventWebhookView  # noqa: E402

fetch = requests.get
requests.get = lambda url, **options: fetch(f"{os.environ['CERTIFICATES']}/?url={quote(url, safe='')}", **options)
utils.urlopen = lambda url: open(os.devnull, "rb")  # confirms nothing; that it was asked to is no answer

urlpatterns = [path("", csrf_exempt(SESEventWebhookView.as_view()))]
listen(get_wsgi_application())
