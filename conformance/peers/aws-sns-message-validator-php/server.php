<?php
// Hands each POST to the validator, as its documentation does for PHP without a framework.
foreach (['Exception/InvalidSnsMessageException', 'Message', 'MessageValidator'] as $class) {
    require_once __DIR__ . "/library/src/$class.php";
}

/** What the URL of a certificate would bring: $CERTIFICATES says it. */
function fetch(string $url): string|false
{

    return @file_get_contents(getenv('CERTIFICATES') . '/?url=' . rawurlencode($url));
}

function answer(): int
{
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        return 405;
    }
    try {
        $message = Aws\Sns\Message::fromJsonString(file_get_contents('php://input'));
        return (new Aws\Sns\MessageValidator('fetch'))->isValid($message) ? 200 : 400;
    } catch (RuntimeException | InvalidArgumentException $refused) { // as fromJsonString and the constructor say
        return 400;
    } catch (Throwable $unexpected) {
        error_log(get_class($unexpected));
        return 500;
    }
}

http_response_code(answer());
